/* What passed between Slack and the bot: each exchange with its time, its outcome and its JSON. */

import * as calls from "./calls.js";
import { timeOf, wholeOf } from "./dates.js";
import { el } from "./dom.js";
import { current } from "./state.js";

const one = (id) => document.getElementById(id);
const MOST = 500; // as many as the sandbox keeps

let exchanges = []; // newest first
let nodes = new Map(); // number → node
let asking = false;

const filters = {
  problems: el("input", { type: "checkbox", id: "only-problems" }),
  search: el("input", { type: "search", class: "field", id: "search-traffic", "aria-label": "Search in the traffic", placeholder: "Search", autocomplete: "off" }),
};
const count = el("p", { class: "hint", role: "status" });
const list = el("ol", { class: "traffic" });

export function watchTraffic() {
  one("pane-traffic").append(
    el("div", { class: "filters" },
      filters.search,
      el("label", { class: "tick" }, filters.problems, el("span", {}, "Problems only"))),
    count, list);
  filters.problems.addEventListener("change", show);
  filters.search.addEventListener("input", show);
}

export async function drawTraffic() {
  if (asking) return;
  asking = true;
  const answer = await calls.getTraffic(exchanges[0]?.number ?? 0);
  asking = false;
  if (!Array.isArray(answer)) return say(answer.error);
  add(answer);
  show();
}

/* Another person's times are in another zone. */
export function forgetTraffic() {
  exchanges = [];
  nodes = new Map();
}

function add(fresh) {
  exchanges = [...fresh.toReversed(), ...exchanges].slice(0, MOST);
  const kept = new Set(exchanges.map((each) => each.number));
  for (const number of nodes.keys()) if (!kept.has(number)) nodes.delete(number);
  for (const each of fresh) nodes.set(each.number, drawExchange(each));
}

function show() {
  const fitting = exchanges.filter(fits);
  const wanted = fitting.map((each) => nodes.get(each.number));
  // Only when something is different, so that what one has unfolded and marked stays as it is.
  if (wanted.length !== list.childElementCount || wanted.some((node, at) => list.children[at] !== node)) {
    list.replaceChildren(...wanted);
  }
  if (!exchanges.length) return say("Nothing has passed between Slack and the bot yet.");
  return say(fitting.length === exchanges.length ? `${exchanges.length} exchanges, the newest first` : `${fitting.length} of ${exchanges.length} exchanges`);
}

function say(words) {
  if (count.textContent !== words) count.textContent = words;
}

function fits(exchange) {
  if (filters.problems.checked && exchange.ok) return false;
  const wanted = filters.search.value.trim().toLowerCase();
  return !wanted || JSON.stringify(exchange).toLowerCase().includes(wanted);
}

function drawExchange(exchange) {
  const toBot = exchange.direction === "to_bot";
  const way = toBot ? ["Slack", current().bot.name] : [current().bot.name, "Slack"];
  const details = el("details", { class: exchange.ok ? "exchange" : "exchange problem" },
    el("summary", {},
      el("span", { class: "way" }, `${way[0]} → ${way[1]}`), " ",
      el("strong", {}, exchange.what, aboutOf(exchange)), " ",
      el("span", { class: "took" }, `${Math.round(exchange.milliseconds)} ms`), " ",
      exchange.ok ? el("span", { class: "fine" }, "ok") : el("span", { class: "outcome" }, problemOf(exchange))));
  // The JSON is made when somebody asks for it: there are hundreds of these.
  details.addEventListener("toggle", () => { if (details.childElementCount === 1) details.append(...drawJson(exchange)); });
  return el("li", {}, details);
}

/* Which event, button, form or command it was: the name alone says only what kind. */
function aboutOf({ arguments: given }) {
  const payload = given?.payload ?? given ?? {};
  const about = payload.event?.type ?? payload.actions?.[0]?.action_id ?? (payload.view?.callback_id || null) ??
    (payload.command && [payload.command, payload.text].filter(Boolean).join(" "));
  return typeof about === "string" && about ? el("span", { class: "about" }, ` ${about}`) : null;
}

const PROBLEMS = {
  "not answered": "nobody answered within three seconds",
  ratelimited: "too many requests (ratelimited)",
};

function problemOf({ error, direction }) {
  if (!error) return "went wrong";
  const isSlacks = direction !== "to_bot" && /^\w+$/.test(error); // the rest is about the answer's way
  return PROBLEMS[error] ?? (isSlacks ? `Slack said no: ${error}` : error);
}

function drawJson(exchange) {
  const asJson = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "");
  const part = (title, value) => [
    el("h3", {}, title),
    el("pre", { tabindex: "0", role: "region", "aria-label": `${title} of ${exchange.what}` }, el("code", {}, asJson(value) || "(nothing)")),
  ];
  return [
    el("p", { class: "hint", title: wholeOf(exchange.at) }, `Number ${exchange.number}, at ${timeOf(exchange.at)} by the sandbox's clock`),
    ...part("Request", exchange.arguments), ...part("Answer", exchange.answer),
  ];
}
