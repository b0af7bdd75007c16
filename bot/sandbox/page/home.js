/* App Home: the page the bot has published for this person. */

import { arrange, el, keepFocus } from "./dom.js";
import { drawBlocks } from "./blocks.js";
import { dayOf } from "./dates.js";
import { now } from "./state.js";

const one = (id) => document.getElementById(id);
let drawn = "";

export function drawHome(data) {
  one("place-title").textContent = "App Home";
  one("place-topic").textContent = `What ${data.bot.name} shows you, and only you`;
  document.title = `App Home · ${data.team.name}`;
  // The day is part of it because "today" and "tomorrow" are.
  const signature = JSON.stringify([data.me, data.home, dayOf(now())]);
  if (signature === drawn) return;
  drawn = signature;
  keepFocus(one("home"), () => arrange(one("home"), [content(data)]), one("place-title"));
}

function content(data) {
  if (!data.home) return el("p", { class: "empty" }, "This page is drawn as soon as the bot is connected.");
  const surface = { id: `${data.me}|home|${data.home.id}`, address: { view: data.home.id } };
  return el("div", { class: "view" }, drawBlocks(surface, data.home.blocks));
}
