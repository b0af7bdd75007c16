/* Messages under each other: the days between them, the "New" line, and who goes on under one name. */

import { arrange, el, keepFocus } from "./dom.js";
import { dayOf, dayTitle } from "./dates.js";
import { drawMessage } from "./message.js";
import { now } from "./state.js";

// Messages of one author within five minutes stand under one name, as in Slack.
const TOGETHER = 300;

export const keyOf = (message) => `${message.ts}|${message.ephemeral ? "only you" : ""}`;

/* `where`: {room, surface (names person and place), inThread, firstUnread, after (lines under the first)}. */
export function makeTimeline(list) {
  const nodes = new Map(); // key of a message → {signature, node}

  /* A node is drawn anew only when something in it changed. */
  function kept(key, signature, draw) {
    if (nodes.get(key)?.signature !== signature) nodes.set(key, { signature, node: draw() });
    return nodes.get(key).node;
  }

  function line(key, name, words) {
    return kept(key, words, () => el("li", { class: `line ${name}` }, el("span", {}, words)));
  }

  function linesBefore(message, before, firstUnread) {
    const lines = [];
    if (!before || dayOf(before.ts) !== dayOf(message.ts)) lines.push(line(`day|${message.ts}`, "day", dayTitle(message.ts)));
    if (keyOf(message) === firstUnread) lines.push(line("new", "new", "New"));
    return lines;
  }

  function drawOne(message, follows, where) {
    const minute = JSON.stringify(message).includes("{ago}") ? Math.floor(now() / 60) : 0;
    const signature = JSON.stringify([message, follows, where.room.is_archived, dayOf(now()), minute]);
    return kept(keyOf(message), signature, () => drawMessage(message, follows, where));
  }

  function rows(messages, where) {
    let before = null;
    return messages.flatMap((message, index) => {
      const lines = linesBefore(message, before, where.firstUnread);
      const follows = !lines.length && !message.broadcast && isTogether(before, message);
      const after = index === 0 && where.after ? [line("after", "count", where.after)] : [];
      // After a line in between, the next message says again who wrote it.
      before = after.length ? { ...message, user: "" } : message;
      return [...lines, drawOne(message, follows, where), ...after];
    });
  }

  return {
    draw: (messages, where, home) => keepFocus(list, () => arrange(list, rows(messages, where)), home),
    forget: () => nodes.clear(),
    newLine: () => nodes.get("new")?.node,
  };
}

function isTogether(before, message) {
  return before && before.user === message.user && before.ephemeral === message.ephemeral &&
    message.ts - before.ts < TOGETHER;
}

/* Where the "New" line stands: at the first of the newest `count` that others wrote. */
export function firstOfNew(messages, count, me) {
  if (!count) return null;
  const fromOthers = messages.filter((message) => message.user !== me);
  return keyOf(fromOthers.at(-count) ?? messages[0] ?? { ts: "" });
}

export const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;

/* A picture gets its height only when it is there; who was at the end stays there. */
export function stayAtEnd(box) {
  let was = true;
  box.addEventListener("scroll", () => { was = isAtEnd(box); });
  box.addEventListener("load", () => { if (was) box.scrollTop = box.scrollHeight; }, true);
}
