/* A bad day on order: what can go wrong with Slack, what of it is ordered, and which rules were broken. */

import { notice } from "./announce.js";
import * as calls from "./calls.js";
import { el } from "./dom.js";
import { current, nameOf, refresh } from "./state.js";

const pane = document.getElementById("pane-faults");
const PLACES = { web_api: "The Web API", events: "Events", sockets: "Sockets" };
const FIELDS = {
  method: { words: "Method (* is every one)", first: "*" },
  event: { words: "Type of event (empty is every one)" },
  times: { words: "How often (empty: until it is cleared)", number: true, first: "1" },
  seconds: { words: "Seconds", number: true, first: "5" },
  error: { words: "Slack's name for the error" },
  retry_after: { words: "Retry after (seconds)", number: true },
};

let kinds = [];
let drawnOrdered = "";
let drawnBreaches = "";

const kind = el("select", { class: "field", id: "fault-kind" });
const does = el("p", { class: "hint", id: "fault-does" });
const fields = el("div", { class: "fault-fields" });
const ordered = el("ul", { class: "ordered" });
const said = el("p", { role: "status", class: "hint" });
const clear = el("button", { type: "button", class: "button" }, "Clear everything");
const form = el("form", { novalidate: true },
  el("label", { class: "label", for: "fault-kind" }, "What goes wrong"), kind, does, fields,
  el("button", { type: "submit", class: "button primary" }, "Order it"));
const zone = el("input", { class: "field", id: "zone", type: "text", list: "zones", autocomplete: "off", placeholder: "America/Denver" });
const trip = el("form", { novalidate: true },
  el("label", { class: "label", for: "zone" }, "Travel to another time zone"), zone,
  el("datalist", { id: "zones" }, Intl.supportedValuesOf("timeZone").map((name) => el("option", { value: name }))),
  el("button", { type: "submit", class: "button" }, "Travel"));
const renew = el("button", { type: "button", class: "button" }, "Renew the connection");
const breaches = el("section", { hidden: true });

export function watchFaults() {
  kind.setAttribute("aria-describedby", does.id);
  pane.append(
    form, said,
    el("section", {}, el("h3", {}, "On order"), ordered, clear), breaches,
    el("section", {}, el("h3", {}, "A change of zone"), trip),
    el("section", {}, el("h3", {}, "Socket Mode"), el("p", { class: "hint" }, "Slack renews it every few hours; nothing may get lost."), renew));
  kind.addEventListener("change", drawFields);
  form.addEventListener("submit", order);
  trip.addEventListener("submit", travel);
  renew.addEventListener("click", renewConnection);
  clear.addEventListener("click", () => tell({ clear: true }, "Everything works again."));
}

export async function drawFaults() {
  const [answer, broken] = await Promise.all([calls.getFaults(), calls.getBreaches()]);
  if (!answer.kinds) {
    said.textContent = answer.error;
    return;
  }
  if (!kinds.length) drawKinds(answer.kinds);
  drawOrdered(answer.ordered);
  drawBreaches(broken);
}

function drawKinds(found) {
  kinds = found;
  const groups = Object.groupBy(kinds, (each) => each.where);
  kind.replaceChildren(...Object.entries(groups).map(([where, several]) =>
    el("optgroup", { label: PLACES[where] ?? where },
      several.map((each) => el("option", { value: each.name }, each.name.replaceAll("_", " "))))));
  drawFields();
}

const chosen = () => kinds.find((each) => each.name === kind.value);

function drawFields() {
  does.replaceChildren(...sentence(chosen().does));
  fields.replaceChildren(...chosen().fields.map((name) => drawField(name.replace("?", ""))));
}

function drawField(name) {
  const { words = name, number = false, first = "" } = FIELDS[name] ?? {};
  const id = `fault-${name}`;
  return el("div", {},
    el("label", { class: "label", for: id }, words),
    el("input", { class: "field short", id, name, type: "text", inputmode: number ? "decimal" : null, autocomplete: "off", value: first }));
}

function order(event) {
  event.preventDefault();
  const body = { fault: kind.value };
  for (const field of fields.querySelectorAll("input")) {
    const text = field.value.trim();
    const value = FIELDS[field.name]?.number ? Number(text) : text;
    if (Number.isNaN(value)) {
      said.textContent = `“${text}” is no number.`;
      return field.focus();
    }
    if (text) body[field.name] = value;
  }
  return tell(body, `Ordered: ${kind.value.replaceAll("_", " ")}.`);
}

async function travel(event) {
  event.preventDefault();
  const answer = await calls.travel(current().me, zone.value.trim());
  said.textContent = answer.ok ? `${nameOf(current().me)} is in ${zone.value.trim()} now.` : answer.error;
  await refresh();
}

async function renewConnection() {
  const answer = await calls.disconnect();
  said.textContent = answer.ok ? "Slack has announced the end, and the bot connects anew." : answer.error;
}

async function tell(body, words) {
  const answer = await calls.orderFault(body);
  said.textContent = answer.ok ? words : answer.error;
  if (answer.offline) notice(answer.error);
  await drawFaults();
}

function drawOrdered(found) {
  const signature = JSON.stringify(found);
  if (signature === drawnOrdered) return;
  drawnOrdered = signature;
  clear.hidden = found.length === 0;
  ordered.replaceChildren(...(found.length ? found.map(drawOrder) : [el("li", { class: "hint" }, "Nothing: Slack works.")]));
}

function drawOrder({ fault, ...more }) {
  const parts = Object.entries(more).filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`);
  return el("li", {}, el("strong", {}, fault.replaceAll("_", " ")), parts.length > 0 && ` (${parts.join(", ")})`);
}

/* What the sandbox's checker found against the rules the bot lives by, from what people saw. */
function drawBreaches(answer) {
  const found = answer.breaches;
  breaches.hidden = !found;
  const signature = JSON.stringify(found);
  if (!found || signature === drawnBreaches) return;
  drawnBreaches = signature;
  breaches.replaceChildren(
    el("h3", {}, "Rules that were broken"),
    found.length
      ? el("ul", { class: "ordered" }, found.map((each) => el("li", {}, each)))
      : el("p", { class: "hint" }, "None so far."));
}

/* The words go on from "… that", and code in them stands between backticks. */
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.split("`")
  .map((part, at) => (at % 2 ? el("code", {}, part) : part));
