/* One message: who, when, for whom, its blocks or its text, its files, and the way to its thread. */

import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { dayTitle, timeOf, wholeOf } from "./dates.js";
import { drawFiles } from "./files.js";
import { drawMrkdwn } from "./mrkdwn.js";
import { drawAvatar } from "./sidebar.js";
import { addressOf, current, nameOf } from "./state.js";

/* `where`: {room, surface, inThread}. */
export function drawMessage(message, follows, where) {
  const name = authorOf(message);
  const kinds = ["message", follows && "follows", message.ephemeral && "ephemeral"];
  return el("li", { class: kinds.filter(Boolean).join(" ") },
    el("article", { "aria-label": `${name}, ${timeOf(message.ts)}` },
      message.ephemeral && el("p", { class: "only-you" }, "Only visible to you"),
      follows ? el("span", { class: "avatar none" }) : drawAvatar(name, message.user, message.is_bot),
      el("div", { class: "said" },
        !follows && drawBy(message, name),
        drawBroadcast(message, where),
        drawContent(message, where),
        drawFiles(message.files),
        !where.inThread && drawReplies(message, where))),
    !where.inThread && drawReplyButton(message, where, name));
}

const authorOf = (message) => message.name || nameOf(message.user);

function drawBy(message, name) {
  return el("p", { class: "by" },
    el("strong", {}, name), " ",
    message.is_bot && el("span", { class: "app-mark" }, "APP"), " ",
    el("time", { datetime: new Date(message.ts * 1000).toISOString(), title: wholeOf(message.ts) }, timeOf(message.ts)));
}

/* In the channel it says to what it replies; in the thread, that the channel has it too. */
function drawBroadcast(message, where) {
  if (!message.broadcast) return null;
  if (where.inThread) return el("p", { class: "hint" }, "Also sent to the channel");
  return el("p", { class: "hint" }, "Replied to a thread: ",
    drawThreadLink(message.thread_ts, where, shortened(message.parent || "the first message"), `parent|${message.ts}`));
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function drawContent(message, where) {
  const edited = message.edited ? el("small", { class: "edited" }, " (edited)") : null;
  if (message.blocks?.length) {
    // The surface names the person too: two people on one page never share a choice.
    const surface = { id: `${where.surface}|${message.ts}`, address: { conversation: where.room.id, ts: message.ts } };
    return el("div", { class: "blocks" }, drawBlocks(surface, message.blocks), edited);
  }
  if (!message.text && message.files?.length) return edited;
  return el("div", { class: "text" }, drawMrkdwn(message.text), edited);
}

function drawReplies(message, where) {
  if (!message.replies) return null;
  const count = message.replies === 1 ? "1 reply" : `${message.replies} replies`;
  return el("p", { class: "replies" },
    drawThreadLink(message.ts, where, [
      el("strong", {}, count), " ",
      message.fresh > 0 && el("span", { class: "badge" }, `${message.fresh} new`), " ",
      el("small", {}, `${dayTitle(message.lastReply)}, ${timeOf(message.lastReply)}`),
    ], `thread|${message.ts}`));
}

function drawThreadLink(thread, where, words, focus) {
  return el("a", { class: "thread-link", href: addressOf(current().me, where.room.id, thread), data: { focus } }, words);
}

/* What only one person sees has no thread, and an archived channel takes no replies. */
function drawReplyButton(message, where, name) {
  const isReply = message.thread_ts && message.thread_ts !== message.ts;
  if (message.ephemeral || message.replies || isReply || where.room.is_archived) return null;
  return el("a", {
    class: "reply-button", href: addressOf(current().me, where.room.id, message.ts),
    "aria-label": `Reply in thread to ${name}, ${timeOf(message.ts)}`, title: "Reply in thread",
    data: { focus: `thread|${message.ts}` },
  }, "Reply");
}

/* Screen readers hear the top-level text only, in Slack and here. */
export function heardAs(message) {
  const text = el("div", {}, drawMrkdwn(message.text)).textContent;
  const inThread = message.thread_ts && message.thread_ts !== message.ts ? ", in a thread" : "";
  const files = (message.files ?? []).map((file) => file.title || file.name).join(", ");
  return `${authorOf(message)}${inThread}${message.ephemeral ? ", only to you" : ""}: ${text || files || "a message without words"}`;
}
