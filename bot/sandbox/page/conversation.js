/* The conversation in the middle: title, messages in order with days and the "New" line. */

import { announce } from "./announce.js";
import { arrange, el, keepFocus } from "./dom.js";
import { dayOf, dayTitle } from "./dates.js";
import { drawMessage, heardAs } from "./message.js";
import { conversation, directWithBot, now, place } from "./state.js";

const one = (id) => document.getElementById(id);
// Messages of one author within five minutes stand under one name, as in Slack.
const TOGETHER = 300;

let shown = ""; // person and conversation on the page
let heard = new Set(); // messages that were there already
let firstUnread = null; // where the "New" line stands while one stays here
const nodes = new Map(); // key of a message → {signature, node}

export function drawConversation(data) {
  const { as, in: where } = place();
  const here = conversation(where);
  if (!here) return;
  const messages = inOrder(data.messages[where] ?? []);
  const anew = shown !== `${as}|${where}`;
  if (anew) arriveAt(`${as}|${where}`, here, messages, data.me);
  drawTitle(data, here);
  const atEnd = anew || isAtEnd();
  keepFocus(one("messages"), () => arrange(one("messages"), rows(messages, here)), one("message"));
  one("no-messages").hidden = messages.length > 0;
  if (atEnd) one("scroll").scrollTop = one("scroll").scrollHeight;
  if (anew) showFirstUnread();
  if (!anew) announceNew(messages, data.me);
  heard = new Set(messages.map(keyOf));
}

/* Coming back is arriving anew: at the end, or where the unread begins. */
export function leaveConversation() {
  shown = "";
}

const keyOf = (message) => `${message.ts}|${message.ephemeral ? "only you" : ""}`;

function arriveAt(key, here, messages, me) {
  shown = key;
  nodes.clear();
  const fromOthers = messages.filter((message) => message.user !== me);
  firstUnread = here.unread ? keyOf(fromOthers.at(-here.unread) ?? messages[0] ?? { ts: "" }) : null;
}

function drawTitle(data, here) {
  const title = here === directWithBot() ? data.bot.name : here.kind === "direct" ? here.name : `#${here.name}`;
  one("place-title").textContent = title;
  one("place-topic").textContent = here.topic ?? "";
  document.title = `${title} · ${data.team.name}`;
}

/* Replies stand under their parent until there is a thread beside the conversation. */
function inOrder(messages) {
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
  const parents = new Set(messages.filter((message) => !isReply(message)).map((message) => message.ts));
  const under = (ts) => messages.filter((message) => isReply(message) && message.thread_ts === ts);
  return messages
    .filter((message) => !isReply(message) || !parents.has(message.thread_ts))
    .flatMap((message) => [message, ...under(message.ts).map((reply) => ({ ...reply, isReply: true }))]);
}

function rows(messages, here) {
  let before = null;
  return messages.flatMap((message) => {
    const lines = linesBefore(message, before);
    const follows = !lines.length && isTogether(before, message);
    before = message;
    return [...lines, node(message, here, follows)];
  });
}

function linesBefore(message, before) {
  const lines = [];
  if (!message.isReply && (!before || dayOf(before.ts) !== dayOf(message.ts))) {
    lines.push(line(`day|${message.ts}`, "day", dayTitle(message.ts)));
  }
  if (keyOf(message) === firstUnread) lines.push(line("new", "new", "New"));
  return lines;
}

function line(key, name, words) {
  return kept(key, words, () => el("li", { class: `line ${name}` }, el("span", {}, words)));
}

function isTogether(before, message) {
  return before && before.user === message.user && before.ephemeral === message.ephemeral &&
    Boolean(before.isReply) === Boolean(message.isReply) && message.ts - before.ts < TOGETHER;
}

function node(message, here, follows) {
  const minute = JSON.stringify(message).includes("{ago}") ? Math.floor(now() / 60) : 0;
  return kept(keyOf(message), JSON.stringify([message, follows, dayOf(now()), minute]),
    () => drawMessage(message, here, follows, shown));
}

/* A node is drawn anew only when something in it changed. */
function kept(key, signature, draw) {
  if (nodes.get(key)?.signature !== signature) nodes.set(key, { signature, node: draw() });
  return nodes.get(key).node;
}

function isAtEnd() {
  const box = one("scroll");
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

/* Where reading goes on: the "New" line, when it is not on the screen with the end. */
function showFirstUnread() {
  const newLine = nodes.get("new")?.node;
  if (newLine && newLine.offsetTop < one("scroll").scrollTop) one("scroll").scrollTop = newLine.offsetTop;
}

function announceNew(messages, me) {
  const fresh = messages.filter((message) => !heard.has(keyOf(message)) && message.user !== me);
  if (fresh.length) announce(fresh.map(heardAs).join(" "));
}
