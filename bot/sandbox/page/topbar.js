/* The top of the page: whose workspace, is the bot there, the sandbox's clock; and starting over. */

import { notice, clearNotice } from "./announce.js";
import { ask } from "./ask.js";
import * as calls from "./calls.js";
import { clockParts, momentInWords, momentOf, viewerZone, wallClock } from "./dates.js";
import { el } from "./dom.js";
import { closeSidebar } from "./sidebar.js";
import { current, isOnline, now, place, refresh } from "./state.js";
import { forgetThreads } from "./threads.js";
import { forgetTraffic } from "./traffic.js";
import { forgetEverything } from "./values.js";

const one = (id) => document.getElementById(id);

export function drawTop(data) {
  one("team").textContent = data.team.name;
  const state = connection(data);
  // Written only when it changes, or screen readers would hear it at every redraw.
  if (one("connection").textContent !== state.words) one("connection").textContent = state.words;
  one("connection").className = state.name;
  drawClock();
}

function connection(data) {
  if (!isOnline()) return { name: "lost", words: "The sandbox does not answer. Trying again…" };
  if (data.connected > 0) return { name: "connected", words: "Bot connected" };
  return { name: "missing", words: "The bot is not connected" };
}

export function drawClock() {
  if (!current() || current().me !== place().as) return;
  const [day, time] = clockParts();
  one("clock").replaceChildren(el("span", {}, `${day}, `), el("span", {}, time));
  one("clock-zone").textContent = `Times are in ${viewerZone()}. Time only goes forward: the bot does what was due meanwhile.`;
  drawDue(current().next_due);
}

function drawDue(due) {
  one("to-next-due").disabled = !due;
  one("next-due").textContent = due ? `${due.what}: ${momentInWords(due.at)}` : "Nothing is due.";
}

export function watchTop() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => move({ advance: Number(button.dataset.advance) }));
  }
  one("to-next-due").addEventListener("click", () => move({ next_due: true }));
  one("to-date").addEventListener("submit", toDate);
  watchPanel();
  one("start-over").addEventListener("click", startOver);
  one("skip").addEventListener("click", (event) => {
    // The address says who and where one is, so the jump must not write into it.
    event.preventDefault();
    // On a phone a thread or the drawer may lie over the conversation.
    ["main", "thread-title", "drawer-title"].map(one).find((place) => place.checkVisibility())?.focus();
  });
}

function watchPanel() {
  one("clock-toggle").addEventListener("click", () => { if (current()) showPanel(one("clock-panel").hidden); });
  one("clock-close").addEventListener("click", () => showPanel(false));
  one("clock-box").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || one("clock-panel").hidden) return;
    event.preventDefault();
    showPanel(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!one("clock-panel").hidden && !one("clock-box").contains(event.target)) showPanel(false, false);
  });
}

function showPanel(open, focusBack = true) {
  one("clock-panel").hidden = !open;
  one("clock-toggle").setAttribute("aria-expanded", String(open));
  say("");
  if (open) {
    one("moment").value = wallClock(now());
    one("clock-title").focus();
  } else if (focusBack) one("clock-toggle").focus();
}

async function toDate(event) {
  event.preventDefault();
  const wanted = one("moment").value ? momentOf(one("moment").value) : NaN;
  if (Number.isNaN(wanted)) return say("Choose a date and a time first.", true);
  if (wanted <= now()) return say("That moment has passed. Time only goes forward here.", true);
  await move({ until: new Date(wanted * 1000).toISOString() });
}

async function move(how) {
  clearNotice();
  say("");
  const answer = await calls.moveClock(how);
  await refresh();
  if (!answer.ok) return say(answer.error, true);
  const [day, time] = clockParts();
  say(`${answer.what ? `${answer.what}. ` : ""}It is ${day}, ${time} now.`);
  one("moment").value = wallClock(now());
}

/* What has to be mended ties itself to the field, so that it is heard there. */
function say(words, isWrong = false) {
  one("clock-said").textContent = words;
  one("clock-said").classList.toggle("mend", isWrong);
}

async function startOver() {
  const sure = await ask({
    title: "Start over?",
    text: "Every message and every answer in this sandbox goes away. It begins again as on the first day.",
    yes: "Yes, start over", no: "Keep everything", danger: true,
  });
  if (!sure) return;
  clearNotice();
  const answer = await calls.startOver();
  if (answer.ok) {
    forgetEverything();
    forgetThreads();
    forgetTraffic();
    closeSidebar(true); // on a phone it hides that everything is new
  } else notice(answer.error);
  await refresh();
}
