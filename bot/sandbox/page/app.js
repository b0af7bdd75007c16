/* Starts the page, follows the address, and redraws when the sandbox changed.

   One way round: somebody does something → a call in calls.js → the sandbox announces a new
   version → state.js fetches everything → each part draws itself from that. */

import { clearNotice, notice, watchNotices } from "./announce.js";
import * as calls from "./calls.js";
import { drawConversation, leaveConversation } from "./conversation.js";
import { drawComposer, startWriting, watchComposer } from "./composer.js";
import { drawHome } from "./home.js";
import { drawModal, watchModal } from "./modal.js";
import { closeSidebar, drawSidebar, watchSidebar } from "./sidebar.js";
import { conversation, current, onChange, onRefusal, place, refresh, setOnline } from "./state.js";
import { drawClock, drawTop, watchTop } from "./topbar.js";

let arrivedAt = "";
let readUpTo = "";
let wasConnected = false;

function draw(data) {
  drawTop(data);
  drawSidebar(data);
  const atHome = place().in === "home";
  document.getElementById("home").hidden = !atHome;
  document.getElementById("scroll").hidden = atHome;
  drawComposer(data); // first, because it takes its room from the messages
  if (atHome) {
    leaveConversation();
    drawHome(data);
  } else drawConversation(data);
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
  if (!anew && (newest === readUpTo || !conversation()?.unread)) return;
  readUpTo = newest;
  calls.openConversation(data.me, place().in);
}

function follow() {
  clearNotice();
  closeSidebar();
  // What is known of this person may be drawn at once; everything else waits for the answer.
  if (current()?.me === place().as) draw(current());
  refresh();
}

function start() {
  watchNotices();
  watchTop();
  watchSidebar();
  watchComposer();
  watchModal();
  onChange(draw);
  onRefusal(notice);
  window.addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", () => { if (current()) arrive(current()); });
  calls.listen({
    version: (version) => { if (version !== current()?.version) refresh(); },
    online: (online) => { setOnline(online); if (online) refresh(); },
  });
  setInterval(drawClock, 5000);
  refresh().then(startWriting);
}

start();
