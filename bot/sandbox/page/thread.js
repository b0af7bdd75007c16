/* One thread beside its conversation: the first message, the replies, and where one answers. */

import { makeComposer } from "./composer.js";
import { titleOf } from "./conversation.js";
import { byFocus } from "./dom.js";
import { conversation, current, place, addressOf } from "./state.js";
import { freshReplies, readThread, repliesTo } from "./threads.js";
import { firstOfNew, isAtEnd, makeTimeline, stayAtEnd } from "./timeline.js";

const one = (id) => document.getElementById(id);
const timeline = makeTimeline(one("thread-messages"));
stayAtEnd(one("thread-scroll"));
const composer = makeComposer(one("thread-composer"), { id: "thread-message", scroll: one("thread-scroll"), inThread: true });

let arrived = ""; // person, conversation and thread whose new replies are counted
let shown = ""; // the same, once it is drawn
let opener = null; // the name of what opened the thread, which is drawn anew meanwhile
let firstUnread = null;

/* Before anything is drawn, so that what is read here is marked as new nowhere. */
export function arriveInThread(data) {
  const { as, in: where, thread } = place();
  if (!parentOf(data)) return;
  const key = `${as}|${where}|${thread}`;
  if (arrived !== key) firstUnread = firstOfNew(repliesTo(data, where, thread), freshReplies(data, where, thread).length, data.me);
  arrived = key;
  if (document.visibilityState === "visible") readThread(data, where, thread);
}

function parentOf(data) {
  const { in: where, thread } = place();
  return thread ? (data.messages[where] ?? []).find((message) => message.ts === thread) : undefined;
}

export function drawThread(data) {
  const { as, in: where, thread } = place();
  const room = conversation(where);
  const parent = parentOf(data);
  one("thread").hidden = !parent;
  document.body.classList.toggle("in-thread", Boolean(parent));
  if (!parent) return leave();
  const key = `${as}|${where}|${thread}`;
  const replies = repliesTo(data, where, thread);
  const anew = shown !== key;
  if (anew) arriveAt(key, thread);
  one("thread-place").textContent = titleOf(data, room);
  drawReplies(room, parent, replies, anew);
  composer.draw(data, room, thread);
  if (anew) composer.focusOr(one("thread-title"));
}

function arriveAt(key, thread) {
  shown = key;
  opener = document.activeElement?.dataset.focus ?? `thread|${thread}`;
  timeline.forget();
}

function drawReplies(room, parent, replies, anew) {
  const box = one("thread-scroll");
  const atEnd = anew || isAtEnd(box);
  const after = replies.length ? countOf(replies.length) : "No replies yet";
  const where = { room, surface: `${shown}|thread`, inThread: true, firstUnread, after };
  timeline.draw([{ ...parent, broadcast: false }, ...replies], where, one("thread-title"));
  if (atEnd) box.scrollTop = box.scrollHeight;
}

const countOf = (number) => (number === 1 ? "1 reply" : `${number} replies`);

/* Back to the button that opened it, so that reading goes on there. */
function leave() {
  if (!shown) return;
  const [as, where, thread] = shown.split("|");
  shown = arrived = "";
  const here = place();
  if (here.as !== as || here.in !== where) return;
  const back = byFocus(one("messages"), opener) ?? byFocus(one("messages"), `thread|${thread}`);
  (back ?? one("message") ?? one("place-title")).focus({ preventScroll: true });
}

export function watchThread() {
  for (const id of ["thread-close", "thread-back"]) one(id).addEventListener("click", close);
  one("thread").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
}

function close() {
  location.hash = addressOf(current().me, place().in);
}
