/* Where one writes: messages, and commands with their hints. */

import { clearNotice, notice } from "./announce.js";
import * as calls from "./calls.js";
import { el } from "./dom.js";
import { addressOf, conversation, current, directWithBot, place, refresh } from "./state.js";

const one = (id) => document.getElementById(id);
const drafts = new Map(); // person and conversation → what was begun there
let shown = "";
let chosen = -1; // which offered command is marked

/* App Home is no conversation: what is written there goes to the bot. */
const addressee = () => conversation() ?? directWithBot();

export function drawComposer(data) {
  const here = addressee();
  one("composer").hidden = !here;
  if (!here) return;
  const name = here.kind === "direct" ? here.name : `#${here.name}`;
  one("message").setAttribute("aria-label", `Message ${name}`);
  one("message").placeholder = `Message ${name}`;
  drawHint(data.commands.map((each) => each.command));
  const key = `${data.me}|${here.id}`;
  if (shown === key) return;
  shown = key;
  write(drafts.get(key) ?? "");
}

function drawHint(commands) {
  one("message-hint").hidden = commands.length === 0;
  one("message-hint").textContent = `Type / for commands: ${commands.slice(0, 3).join(", ")}`;
}

/* Where there is a mouse there is a keyboard; on a phone the keys would cover half the page. */
export function startWriting() {
  const free = document.activeElement === document.body;
  if (free && matchMedia("(pointer: fine)").matches) one("message").focus();
}

export function watchComposer() {
  one("message").addEventListener("input", typed);
  one("message").addEventListener("keydown", pressed);
  one("message").addEventListener("blur", () => setTimeout(hideWhenLeft, 150));
  one("message").addEventListener("focus", offer);
  one("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
}

function write(text) {
  one("message").value = text;
  typed();
}

function typed() {
  drafts.set(shown, one("message").value);
  grow();
  offer();
}

/* As tall as what is in it; the style sheet sets the limit. */
function grow() {
  const box = one("message");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function pressed(event) {
  if (event.isComposing) return;
  const offered = one("commands").hidden ? [] : [...one("commands").querySelectorAll("[role=option]")];
  if (offered.length && moveAmong(event, offered)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  }
}

/* True when the key was for the list of commands. */
function moveAmong(event, offered) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark((chosen + step + offered.length) % offered.length);
    return true;
  }
  if (event.key === "Escape") {
    hide();
    return true;
  }
  // A command that is written out is sent; one that is only begun is completed first.
  const written = offered.some((option) => option.dataset.command === one("message").value.trim());
  const completes = (event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey);
  if (!completes || written || chosen < 0) return false;
  complete(offered[chosen].dataset.command);
  return true;
}

function complete(command) {
  write(`${command} `);
  one("message").focus();
}

function offer() {
  const text = one("message").value;
  const word = text.match(/^\/\S*/)?.[0];
  const commands = word ? (current()?.commands ?? []).filter((each) => each.command.startsWith(word)) : [];
  const begun = text === word;
  const fitting = begun ? commands : commands.filter((each) => each.command === word);
  one("commands").replaceChildren(...fitting.map(drawCommand));
  one("commands").hidden = fitting.length === 0;
  mark(begun && fitting.length ? 0 : -1);
}

function drawCommand(each, index) {
  const option = el("div", { role: "option", id: `command-${index}`, data: { command: each.command } },
    el("strong", {}, each.command), " ",
    each.usage_hint && el("span", { class: "usage" }, each.usage_hint), " ",
    el("small", {}, each.description ?? ""));
  // Before the field loses focus, which would take the list away under the pointer.
  option.addEventListener("pointerdown", (event) => event.preventDefault());
  option.addEventListener("click", () => {
    if (one("message").value.startsWith(`${each.command} `)) one("message").focus();
    else complete(each.command);
  });
  return option;
}

function mark(index) {
  chosen = index;
  const options = [...one("commands").querySelectorAll("[role=option]")];
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  if (options[index]) one("message").setAttribute("aria-activedescendant", options[index].id);
  else one("message").removeAttribute("aria-activedescendant");
}

function hide() {
  one("commands").hidden = true;
  mark(-1);
}

function hideWhenLeft() {
  if (document.activeElement !== one("message")) hide();
}

/* The field is emptied at once, as in Slack; what could not be sent comes back into it. */
async function send() {
  const text = one("message").value.trim();
  if (!text) return;
  const from = shown;
  const { as, in: where } = place();
  const to = addressee().id;
  clearNotice();
  write("");
  one("message").focus();
  // Who is at the end stays there, so the answer will be seen.
  one("scroll").scrollTop = one("scroll").scrollHeight;
  // What comes back stands in the conversation, so that is where one has to be.
  if (where === "home") location.hash = addressOf(as, to);
  const answer = await calls.say(as, to, text);
  if (!answer.ok) {
    drafts.set(from, text);
    if (shown === from && !one("message").value) write(text);
    notice(answer.error);
  }
  // A command without an answer needs no word here: Slackbot says so in the conversation.
  await refresh();
}
