/* One message: who, when, for whom, and its blocks or its text. */

import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { timeOf, wholeOf } from "./dates.js";
import { drawMrkdwn } from "./mrkdwn.js";
import { drawAvatar } from "./sidebar.js";
import { nameOf } from "./state.js";

export function drawMessage(message, here, follows, place) {
  const name = authorOf(message);
  const kinds = ["message", follows && "follows", message.ephemeral && "ephemeral", message.isReply && "reply"];
  return el("li", { class: kinds.filter(Boolean).join(" ") },
    el("article", { "aria-label": `${name}, ${timeOf(message.ts)}` },
      message.ephemeral && el("p", { class: "only-you" }, "Only visible to you"),
      follows ? el("span", { class: "avatar none" }) : drawAvatar(name, message.user, message.is_bot),
      el("div", { class: "said" },
        !follows && drawBy(message, name),
        drawContent(message, here, place),
        repliesOf(message))));
}

const authorOf = (message) => message.name || nameOf(message.user);

function drawBy(message, name) {
  return el("p", { class: "by" },
    el("strong", {}, name), " ",
    message.is_bot && el("span", { class: "app-mark" }, "APP"), " ",
    el("time", { datetime: new Date(message.ts * 1000).toISOString(), title: wholeOf(message.ts) }, timeOf(message.ts)));
}

function drawContent(message, here, place) {
  const edited = message.edited ? el("small", { class: "edited" }, " (edited)") : null;
  if (!message.blocks?.length) return el("div", { class: "text" }, drawMrkdwn(message.text), edited);
  // The place names the person too: two people on one page never share a choice.
  const surface = { id: `${place}|${message.ts}`, address: { conversation: here.id, ts: message.ts } };
  return el("div", { class: "blocks" }, drawBlocks(surface, message.blocks), edited);
}

function repliesOf(message) {
  if (!message.reply_count) return null;
  return el("p", { class: "replies" }, message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`);
}

/* Screen readers hear the top-level text only, in Slack and here. */
export function heardAs(message) {
  const text = el("div", {}, drawMrkdwn(message.text)).textContent;
  return `${authorOf(message)}${message.ephemeral ? ", only to you" : ""}: ${text || "a message without words"}`;
}
