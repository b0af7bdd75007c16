/* The conversation in the middle: its title, its messages, and what is heard of it. */

import { announce } from "./announce.js";
import { el } from "./dom.js";
import { heardAs } from "./message.js";
import { conversation, directWithBot, place } from "./state.js";
import { freshReplies, repliesTo } from "./threads.js";
import { firstOfNew, isAtEnd, keyOf, makeTimeline, stayAtEnd } from "./timeline.js";

const one = (id) => document.getElementById(id);
const timeline = makeTimeline(one("messages"));
stayAtEnd(one("scroll"));

let shown = ""; // person and conversation on the page
let heard = new Set(); // messages that were there already
const FIRST_WORDS = "Nothing here yet. Say hi, or type / to see what you can ask for.";
let firstUnread = null; // where the "New" line stands while one stays here

export function drawConversation(data) {
  const { as, in: where } = place();
  const room = conversation(where);
  if (!room) return;
  const all = data.messages[where] ?? [];
  const messages = inChannel(all).map((message) => withThread(data, room, message));
  const anew = shown !== `${as}|${where}`;
  if (anew) arriveAt(`${as}|${where}`, room, messages, data.me);
  drawTitle(data, room);
  const atEnd = anew || isAtEnd(one("scroll"));
  timeline.draw(messages, { room, surface: shown, firstUnread }, one("message"));
  one("no-messages").hidden = messages.length > 0;
  one("no-messages").textContent = room.kind === "direct" ? FIRST_WORDS : "Nothing here yet.";
  if (atEnd) one("scroll").scrollTop = one("scroll").scrollHeight;
  if (anew) showFirstUnread();
  else announceNew(all, data.me);
  heard = new Set(all.map(keyOf));
}

/* Coming back is arriving anew: at the end, or where the unread begins. */
export function leaveConversation() {
  shown = "";
}

function arriveAt(key, room, messages, me) {
  shown = key;
  timeline.forget();
  firstUnread = firstOfNew(messages, room.unread, me);
}

function drawTitle(data, room) {
  const title = titleOf(data, room);
  one("place-title").textContent = title;
  one("place-topic").replaceChildren(...[
    room.is_archived && el("span", { class: "role" }, "Archived"),
    room.topic && el("span", {}, room.topic),
    !room.bot_is_in && el("span", {}, `${data.bot.name} is not in here.`),
  ].filter(Boolean).flatMap((part) => [part, " "]));
  document.title = `${title} · ${data.team.name}`;
}

export function titleOf(data, room) {
  if (room === directWithBot()) return data.bot.name;
  return room.kind === "direct" ? room.name : `#${room.name}`;
}

/* Replies stand in their thread; here stand those that were also sent to the channel, and those
   whose first message is gone, since they would be nowhere else. */
function inChannel(messages) {
  const begun = new Set(messages.map((message) => message.ts));
  return messages.filter((message) => !isReply(message) || message.broadcast || !begun.has(message.thread_ts));
}

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function withThread(data, room, message) {
  if (isReply(message)) {
    const parent = data.messages[room.id].find((each) => each.ts === message.thread_ts);
    return { ...message, parent: parent ? heardAs(parent) : "" };
  }
  const replies = repliesTo(data, room.id, message.ts);
  if (!replies.length) return message;
  return { ...message, replies: replies.length, lastReply: replies.at(-1).ts, fresh: freshReplies(data, room.id, message.ts).length };
}

/* Where reading goes on: the "New" line, when it is not on the screen with the end. */
function showFirstUnread() {
  const newLine = timeline.newLine();
  if (newLine && newLine.offsetTop < one("scroll").scrollTop) one("scroll").scrollTop = newLine.offsetTop;
}

function announceNew(messages, me) {
  const fresh = messages.filter((message) => !heard.has(keyOf(message)) && message.user !== me);
  if (fresh.length) announce(fresh.map(heardAs).join(" "));
}
