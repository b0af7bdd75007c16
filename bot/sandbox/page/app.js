/* Starts the page, follows the address, and redraws when the sandbox changed.

   One way round: somebody does something → a call in calls.js → the sandbox announces a new
   version → state.js fetches everything → each part draws itself from that. */

import { clearNotice, notice, watchNotices } from "./announce.js";
import * as calls from "./calls.js";
import { drawConversation, leaveConversation } from "./conversation.js";
import { makeComposer } from "./composer.js";
import { drawDrawer, watchDrawer } from "./drawer.js";
import { drawHome } from "./home.js";
import { drawModal, watchModal } from "./modal.js";
import { closeSidebar, drawSidebar, watchSidebar } from "./sidebar.js";
import { conversation, current, directWithBot, isKnownPlace, onChange, onRefusal, place, refresh, setOnline } from "./state.js";
import { watchTheme } from "./theme.js";
import { arriveInThread, drawThread, watchThread } from "./thread.js";
import { noteThreads } from "./threads.js";
import { drawClock, drawTop, watchTop } from "./topbar.js";
import { forgetTraffic } from "./traffic.js";

const one = (id) => document.getElementById(id);
const composer = makeComposer(one("composer"), { id: "message", scroll: one("scroll") });

let arrivedAt = "";
let readUpTo = "";
let wasConnected = false;

function draw(data) {
  noteThreads(data); // before anything is read, since arriving reads the conversation
  arriveInThread(data);
  drawTop(data);
  drawSidebar(data);
  const atHome = place().in === "home";
  one("home").hidden = !atHome;
  one("scroll").hidden = atHome;
  // First, because it takes its room from the messages. App Home is no conversation: what is
  // written there goes to the bot.
  composer.draw(data, conversation() ?? directWithBot());
  one("closed").hidden = !conversation()?.is_archived;
  if (atHome) {
    leaveConversation();
    drawHome(data);
  } else drawConversation(data);
  drawThread(data);
  drawDrawer(data);
  drawModal(data);
  arrive(data);
}

/* Being somewhere has consequences in Slack: messages are read, App Home tells the bot it was opened. */
function arrive(data) {
  const { as, in: where } = place();
  const here = `${as}|${where}`;
  const anew = here !== arrivedAt;
  arrivedAt = here;
  const awake = data.connected > 0 && !wasConnected;
  wasConnected = data.connected > 0;
  if (where === "home") {
    if (anew || (awake && !data.home)) calls.openHome(as);
  } else if (document.visibilityState === "visible") {
    markRead(data, here, anew);
  }
}

/* Once for each newest message: a state that still says "unread" must not start a loop. */
function markRead(data, here, anew) {
  const newest = `${here}|${data.messages[place().in]?.at(-1)?.ts ?? ""}`;
  if (!conversation() || (!anew && (newest === readUpTo || !conversation().unread))) return;
  readUpTo = newest;
  calls.openConversation(data.me, place().in);
}

function follow() {
  clearNotice();
  closeSidebar();
  // What is known of this person may be drawn at once; everything else waits for the answer.
  if (current()?.me === place().as && isKnownPlace()) draw(current());
  refresh();
}

/* The sandbox's clock goes on without anything happening. */
function tick() {
  drawClock();
  if (current()?.me === place().as) drawSidebar(current());
}

function start() {
  watchNotices();
  watchTop();
  watchTheme();
  watchSidebar();
  watchThread();
  watchDrawer();
  watchModal();
  onChange(draw);
  onRefusal(notice);
  window.addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", () => { if (current()) arrive(current()); });
  calls.listen({
    version: (version) => { if (version !== current()?.version) refresh(); },
    online: (online) => {
      setOnline(online);
      if (!online) return;
      forgetTraffic(); // it may be another sandbox by now, which counts from one again
      refresh();
    },
  });
  setInterval(tick, 5000);
  refresh().then(composer.startWriting);
}

start();
