/* Block Kit blocks as Slack draws them. What is not drawn here says so and is never dropped. */

import { el, link } from "./dom.js";
import { drawElement, isGroup } from "./elements.js";
import { drawMarkdown } from "./markdown.js";
import { drawText, plain } from "./mrkdwn.js";
import { drawPicture, notDrawn } from "./pictures.js";
import { drawRichText } from "./rich_text.js";
import { drawTable } from "./table.js";
import { elementKey } from "./press.js";
import { settle } from "./values.js";

const BLOCKS = {
  section: drawSection,
  actions: drawActions,
  input: drawInput,
  context: drawContext,
  header: (surface, block) => el("h3", { class: "header-block" }, plain(block.text)),
  divider: () => el("hr"),
  image: (surface, block) => drawImage(block),
  rich_text: (surface, block) => drawRichText(block),
  markdown: (surface, block) => drawMarkdown(block.text),
  table: (surface, block) => drawTable(block),
  video: (surface, block) => drawVideo(block),
};

/* `surface` is the view or message the blocks stand in: {id, address, changed?}. */
export function drawBlocks(surface, blocks) {
  settle(surface.id, blocks);
  return (blocks ?? []).map((block) => drawBlock(surface, block));
}

function drawBlock(surface, block) {
  const draw = BLOCKS[block.type];
  const drawn = draw ? draw(surface, block) : notDrawn("block", block.type);
  return el("div", { class: `block ${block.type}`, data: { block: block.block_id ?? "" } }, drawn);
}

// Ids must be unique on the page and the same after a redraw.
const ids = new Map();
function idOf(key) {
  if (!ids.has(key)) ids.set(key, `field-${ids.size + 1}`);
  return ids.get(key);
}

function drawSection(surface, block) {
  const id = `${idOf(`${surface.id}|${block.block_id}`)}-text`;
  const words = el("div", { class: "words" },
    block.text && el("div", { class: "text", id }, drawText(block.text)),
    block.fields && el("div", { class: "fields" },
      block.fields.map((field) => el("div", { class: "text" }, drawText(field)))));
  if (!block.accessory) return words;
  const labels = block.text ? { by: id } : { name: plain(block.accessory.placeholder) };
  return [words, el("div", { class: "accessory" }, draw(surface, block, block.accessory, labels))];
}

function drawActions(surface, block) {
  return block.elements.map((element) =>
    draw(surface, block, element, { name: plain(element.placeholder) || "Choose" }));
}

function draw(surface, block, element, labels) {
  const id = idOf(elementKey(surface, block, element));
  return drawElement(surface, block, element, { id, about: [], ...labels });
}

/* Label, field, hint, and a place for what is still to mend, tied to the field for those who listen. */
function drawInput(surface, block) {
  const id = idOf(elementKey(surface, block, block.element));
  const [labelId, hintId, mendId] = [`${id}-label`, `${id}-hint`, `${id}-mend`];
  const words = [plain(block.label), block.optional && el("span", { class: "optional" }, " (optional)")].filter(Boolean);
  const label = isGroup(block.element)
    ? el("div", { class: "label", id: labelId }, words)
    : el("label", { class: "label", id: labelId, for: id }, words);
  const mend = el("p", { class: "mend", id: mendId, hidden: !surface.errors?.[block.block_id] },
    surface.errors?.[block.block_id] ?? "");
  const labels = { id, by: isGroup(block.element) ? labelId : null, required: !block.optional,
    about: [mendId, block.hint && hintId].filter(Boolean), invalid: Boolean(surface.errors?.[block.block_id]) };
  return [label, drawElement(surface, block, block.element, labels), mend,
    block.hint && el("p", { class: "hint", id: hintId }, plain(block.hint))];
}

function drawContext(surface, block) {
  return block.elements.map((element) => {
    if (element.type === "image") return drawPicture(element, "small");
    if (element.type === "mrkdwn" || element.type === "plain_text") return el("span", { class: "text" }, drawText(element));
    return notDrawn("element", element.type);
  });
}

function drawImage(block) {
  return el("figure", {},
    block.title && el("figcaption", {}, plain(block.title)),
    drawPicture(block, "large"));
}

/* A video is a card that leads to it: nothing from elsewhere plays inside this page. */
function drawVideo(block) {
  const from = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return el("div", { class: "video-card" },
    drawPicture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "beside"),
    el("div", { class: "text" },
      el("p", {}, el("strong", {}, link(block.title_url ?? block.video_url, plain(block.title)))),
      block.description && el("p", {}, plain(block.description)),
      from && el("p", { class: "hint" }, from),
      el("p", { class: "hint" }, "Video: ", link(block.video_url, "open it in a new tab"))));
}
