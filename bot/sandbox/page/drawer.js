/* The drawer that looks inside: its three tabs, and how it opens, closes and is remembered. */

import { drawFaults, watchFaults } from "./bad_day.js";
import { drawInside } from "./inside.js";
import { current, place } from "./state.js";
import { drawTraffic, forgetTraffic, watchTraffic } from "./traffic.js";

const one = (id) => document.getElementById(id);
const KEY = "sandbox.drawer"; // the tab that is open in this window, or nothing
const PANES = { traffic: drawTraffic, inside: drawInside, faults: drawFaults };
// What passes without changing what anybody sees is announced by nothing.
const LOOK_AGAIN = 2000; // milliseconds

const openTab = () => sessionStorage.getItem(KEY) ?? "";
let drawnFor = "";

/* Looks again at each change of the sandbox; each pane draws only what is different. */
export function drawDrawer(data) {
  showTab(openTab());
  if (data.me !== drawnFor) forgetTraffic();
  drawnFor = data.me;
  PANES[openTab()]?.(data);
}

function showTab(tab) {
  one("drawer").hidden = !tab;
  document.body.classList.toggle("looking", Boolean(tab));
  one("look-inside").setAttribute("aria-expanded", String(Boolean(tab)));
  for (const name of Object.keys(PANES)) {
    one(`pane-${name}`).hidden = name !== tab;
    one(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    one(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
}

/* Also before the first answer of the sandbox is here. */
function redraw() {
  showTab(openTab());
  if (current()) drawDrawer(current());
}

export function watchDrawer() {
  one("look-inside").addEventListener("click", () => (openTab() ? close() : open("traffic")));
  for (const id of ["drawer-close", "drawer-back"]) one(id).addEventListener("click", close);
  for (const name of Object.keys(PANES)) one(`tab-${name}`).addEventListener("click", () => choose(name));
  one("tabs").addEventListener("keydown", moved);
  one("drawer").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", pressed);
  watchTraffic();
  watchFaults();
  setInterval(() => {
    const here = current()?.me === place().as && document.visibilityState === "visible";
    if (here && openTab()) PANES[openTab()](current());
  }, LOOK_AGAIN);
}

/* By the place of the key: with Alt, some keyboards type another letter there. */
function pressed(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyL" || one("modal").open) return;
  event.preventDefault();
  if (openTab()) close();
  else open("traffic");
}

function open(tab) {
  sessionStorage.setItem(KEY, tab);
  redraw();
  one(`tab-${tab}`).focus();
}

function choose(tab) {
  sessionStorage.setItem(KEY, tab);
  redraw();
}

function close() {
  sessionStorage.removeItem(KEY);
  redraw();
  one("look-inside").focus();
}

function moved(event) {
  const names = Object.keys(PANES);
  const at = names.indexOf(openTab());
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const name = names[(to + names.length) % names.length];
  choose(name);
  one(`tab-${name}`).focus();
}
