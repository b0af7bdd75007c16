/* The table block: the first row says what stands below it. */

import { el } from "./dom.js";
import { notDrawn } from "./pictures.js";
import { drawRichText } from "./rich_text.js";

const CELLS = {
  raw_text: (cell) => cell.text,
  raw_number: (cell) => cell.text ?? String(cell.value),
  rich_text: (cell) => drawRichText(cell),
};

export function drawTable(block) {
  const [head, ...rows] = block.rows;
  const draw = (tag, cell, at) => el(tag, { class: styleOf(block, at), scope: tag === "th" ? "col" : null },
    CELLS[cell.type]?.(cell) ?? notDrawn("element", cell.type));
  // A wide one scrolls by itself, so that the page does not.
  return el("div", { class: "wide", role: "region", "aria-label": "Table", tabindex: "0" },
    el("table", {},
      el("thead", {}, el("tr", {}, head.map((cell, at) => draw("th", cell, at)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, at) => draw("td", cell, at)))))));
}

function styleOf(block, at) {
  const { align, is_wrapped: wraps } = block.column_settings?.[at] ?? {};
  return [["center", "right"].includes(align) && align, wraps === true && "wraps"].filter(Boolean).join(" ") || null;
}
