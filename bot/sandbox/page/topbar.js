/* The top of the page: whose workspace, is the bot there, the sandbox's clock, starting over. */

import { notice, clearNotice } from "./announce.js";
import { ask } from "./ask.js";
import * as calls from "./calls.js";
import { clockParts, viewerZone } from "./dates.js";
import { el } from "./dom.js";
import { current, isOnline, place, refresh } from "./state.js";
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
  one("clock").title = `The sandbox's clock, in ${viewerZone()}`;
}

export function watchTop() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => advance(Number(button.dataset.advance)));
  }
  one("start-over").addEventListener("click", startOver);
  one("skip").addEventListener("click", (event) => {
    // The address says who and where one is, so the jump must not write into it.
    event.preventDefault();
    one("main").focus();
  });
}

async function advance(seconds) {
  clearNotice();
  const answer = await calls.advanceClock(seconds);
  if (!answer.ok) notice(answer.error);
  await refresh();
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
  if (answer.ok) forgetEverything();
  else notice(answer.error);
  await refresh();
}
