/* What the page knows: the last state of the sandbox, and who and where its reader is. */

import * as calls from "./calls.js";

let data = null;
let online = true;
let asking = null;
let askAgain = false;
const watchers = [];

export const current = () => data;
export const isOnline = () => online;
export const onChange = (watcher) => watchers.push(watcher);

/* Who one is and where stands in the address, so that two windows can be two people. */
export function place() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { as: parts.get("as") ?? "", in: parts.get("in") ?? "", thread: parts.get("thread") ?? "" };
}

export function addressOf(as, where, thread = "") {
  const address = `#as=${encodeURIComponent(as)}&in=${encodeURIComponent(where)}`;
  return thread ? `${address}&thread=${encodeURIComponent(thread)}` : address;
}

/* Another person has another conversation with the bot, so its link says "direct" and is
   settled when that person's state is here. */
export function sameElsewhere(member) {
  const here = place().in;
  return addressOf(member, directWithBot()?.id === here ? "direct" : here);
}

export function directWithBot() {
  return data?.conversations.find((one) => one.kind === "direct" && one.with === data.bot.user_id);
}

export function conversation(id = place().in) {
  return data?.conversations.find((one) => one.id === id);
}

export function nameOf(userId) {
  if (!data) return userId;
  if (userId === data.bot.user_id) return data.bot.name;
  return [...data.members, ...data.gone].find((member) => member.id === userId)?.name ?? userId;
}

export function me() {
  return data.members.find((member) => member.id === data.me) ?? { id: data.me, name: data.me, roles: [] };
}

/* What is not known yet may be in the next answer of the sandbox. */
export const isKnownPlace = () => place().in === "home" || Boolean(conversation());

/* Fetches the state; calls that come while one is under way share a single further one. */
export function refresh() {
  if (asking) {
    askAgain = true;
    return asking;
  }
  asking = fetchState().finally(() => { asking = null; });
  return asking;
}

async function fetchState() {
  do {
    askAgain = false;
    const as = place().as;
    const fresh = await calls.getState(as);
    // The reader became somebody else meanwhile: that answer belongs to nobody on this page.
    if (place().as !== as) { askAgain = true; continue; }
    accept(fresh);
  } while (askAgain);
}

function accept(fresh) {
  online = !fresh.offline;
  if (fresh.members) {
    data = { ...fresh, fetchedAt: Date.now() / 1000 };
    settlePlace();
  } else if (online && place().as) {
    // A person of a former workspace: land as the first member of this one.
    history.replaceState(null, "", location.pathname);
    askAgain = true;
  } else if (online) {
    refused(fresh.error);
  }
  tell();
}

let refused = () => {};
export const onRefusal = (watcher) => { refused = watcher; };

export function setOnline(value) {
  if (online === value) return;
  online = value;
  tell();
}

function tell() {
  if (data && data.me === place().as) watchers.forEach((watcher) => watcher(data));
}

/* A reader without a place, or in a place this person cannot see, lands with the bot.
   A thread whose first message is not (or no longer) here is no place either. */
function settlePlace() {
  const { in: where, thread } = place();
  const known = where === "home" || conversation(where);
  const landing = known ? where : (directWithBot() ?? data.conversations[0])?.id ?? "home";
  const begun = data.messages[landing]?.some((message) => message.ts === thread);
  const address = addressOf(data.me, landing, begun ? thread : "");
  if (location.hash !== address) history.replaceState(null, "", address);
}

/* The sandbox's clock runs on between two fetches. */
export const now = () => data.now + (Date.now() / 1000 - data.fetchedAt);
