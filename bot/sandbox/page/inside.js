/* What the bot holds: its outbox, and what its database has about the person one is. */

import * as calls from "./calls.js";
import { el } from "./dom.js";

const pane = document.getElementById("pane-inside");
const ALONE = "This sandbox runs without the bot's own database, so there is nothing to look at here.";
let drawn = "";
let asking = false;

export async function drawInside(data) {
  if (!data.can_look_inside) return show(ALONE, () => [el("p", { class: "empty" }, ALONE)]);
  if (asking) return undefined;
  asking = true;
  const answer = await calls.getInside(data.me);
  asking = false;
  if (!answer.sections) return show(answer.error, () => [el("p", { class: "empty" }, answer.error)]);
  return show(JSON.stringify([data.me, answer.sections]), () => answer.sections.map(drawSection));
}

/* Drawn anew only when something is different, so that one can read on. */
function show(signature, draw) {
  if (signature === drawn) return;
  drawn = signature;
  const wasAt = pane.scrollTop;
  pane.replaceChildren(...draw());
  pane.scrollTop = wasAt;
}

function drawSection({ title, note, columns, rows }) {
  return el("section", {},
    el("h3", {}, inWords(title)),
    note && el("p", { class: "hint" }, note),
    rows.length > 0 && drawTable(inWords(title), columns, rows),
    rows.length === 0 && columns.length > 0 && el("p", { class: "empty" }, "Nothing here yet."));
}

/* Narrow, a row becomes a small list; the roles say that it still is a table. */
function drawTable(title, columns, rows) {
  return el("table", { class: "kept", role: "table", "aria-label": title },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
      columns.map((name) => el("th", { role: "columnheader", scope: "col" }, inWords(name))))),
    el("tbody", { role: "rowgroup" }, rows.map((row) => el("tr", { role: "row" },
      row.map((cell, at) => el("td", { role: "cell", data: { column: inWords(columns[at] ?? "") }, class: cell === "" ? "none" : null }, cell))))));
}

const inWords = (name) => name.replaceAll("_", " ");
