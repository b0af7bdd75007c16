/* rich_text blocks: what Slack makes of text that people type with formatting. */

import { el, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, drawDate, mention } from "./mrkdwn.js";
import { notDrawn } from "./pictures.js";

const PARTS = {
  rich_text_section: (part) => el("div", { class: "text" }, leaves(part)),
  rich_text_quote: (part) => el("blockquote", {}, leaves(part)),
  rich_text_preformatted: (part) => el("pre", {}, el("code", {}, leaves(part))),
  rich_text_list: (part) => el(part.style === "ordered" ? "ol" : "ul",
    { class: part.indent ? "text indented" : "text", start: part.offset ? part.offset + 1 : null },
    part.elements.map((item) => el("li", {}, leaves(item)))),
};

const LEAVES = {
  text: (leaf) => styled(broken(leaf.text), leaf.style),
  link: (leaf) => styled(link(leaf.url, leaf.text || leaf.url), leaf.style),
  user: (leaf) => mention(leaf.user_id),
  usergroup: () => el("span", { class: "mention" }, "@group"),
  channel: (leaf) => channelMention(leaf.channel_id),
  broadcast: (leaf) => el("span", { class: "mention" }, `@${leaf.range}`),
  emoji: (leaf) => emoji(leaf.name) ?? `:${leaf.name}:`,
  date: (leaf) => drawDate(leaf.timestamp, leaf.format),
  color: (leaf) => leaf.value,
};

export function drawRichText(block) {
  return block.elements.map((part) =>
    PARTS[part.type]?.(part) ?? notDrawn("element", part.type));
}

function leaves(part) {
  return (part.elements ?? []).map((leaf) =>
    LEAVES[leaf.type]?.(leaf) ?? `(not drawn here: ${leaf.type})`);
}

function broken(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

function styled(content, style = {}) {
  const tags = { code: "code", strike: "s", italic: "em", bold: "strong" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), [content].flat())
}
