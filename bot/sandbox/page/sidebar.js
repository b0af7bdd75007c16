/* The members one can be, and the places of the one who one is. On a phone: behind one button. */

import { arrange, el, hidden, keepFocus } from "./dom.js";
import { addressOf, directWithBot, nameOf, place, sameElsewhere } from "./state.js";

const one = (id) => document.getElementById(id);
let drawn = "";

export function drawSidebar(data) {
  const signature = JSON.stringify([data.me, place().in, data.members, data.conversations, data.bot]);
  if (signature === drawn) return;
  drawn = signature;
  keepFocus(one("places"), () => {
    arrange(one("people"), data.members.map((member) => drawMember(member, data.me)));
    arrange(one("conversations"), drawPlaces(data));
  });
  one("places-me").textContent = nameOf(data.me).split(" ")[0];
  const unread = data.conversations.reduce((sum, each) => sum + (each.unread ?? 0), 0);
  one("places-unread").hidden = unread === 0;
  one("places-unread").replaceChildren(String(unread), hidden(" unread"));
}

/* Links, so that another person can be opened in a second tab or window. */
function drawMember(member, me) {
  return el("li", {},
    el("a", {
      class: "member", href: sameElsewhere(member.id), data: { focus: `person|${member.id}` },
      "aria-current": member.id === me ? "true" : null,
    },
    drawAvatar(member.name, member.id),
    el("span", { class: "about-member" },
      el("strong", {}, member.name), " ",
      (member.roles ?? []).map((role) => [el("span", { class: "role" }, role), " "]),
      el("small", {}, member.about ?? ""))));
}

// Colour only tells neighbours apart; the name stands beside it.
const COLOURS = 6;

export function drawAvatar(name, id, isBot = false) {
  const sum = [...(id ?? name)].reduce((total, letter) => total * 31 % 997 + letter.charCodeAt(0), 0);
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  // Letters by style sheet: they are decoration, and no part of what the message says.
  const colour = isBot ? "of-bot" : `colour-${sum % COLOURS}`;
  return el("span", { class: `avatar ${colour}`, "aria-hidden": "true", data: { initials } });
}

function drawPlaces(data) {
  const bot = directWithBot();
  const others = data.conversations.filter((each) => each !== bot);
  const channels = others.filter((each) => each.kind !== "direct");
  const direct = others.filter((each) => each.kind === "direct");
  return [
    drawLink(data, "home", "App Home", "⌂", 0),
    bot && drawLink(data, bot.id, data.bot.name, "✦", bot.unread),
    ...channels.map((each) => each.kind === "private"
      ? drawLink(data, each.id, each.name, el("span", { class: "lock" }), each.unread, " (private)")
      : drawLink(data, each.id, each.name, "#", each.unread)),
    ...direct.map((each) => drawLink(data, each.id, each.name, "@", each.unread)),
  ].filter(Boolean);
}

function drawLink(data, where, name, sign, unread, more = "") {
  return el("li", {},
    el("a", {
      class: unread ? "conversation unread" : "conversation", href: addressOf(data.me, where),
      data: { focus: `place|${where}` }, "aria-current": place().in === where ? "page" : null,
    },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    el("span", { class: "name" }, name, more && hidden(more)),
    unread ? el("span", { class: "badge" }, String(unread), hidden(" unread")) : null));
}

export function watchSidebar() {
  one("places-toggle").addEventListener("click", () => show(!isShown()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isShown()) closeSidebar(true);
  });
  // A phone turned on its side, or a window made wide, has room for both.
  matchMedia("(min-width: 48rem)").addEventListener("change", () => show(false));
  one("places").addEventListener("click", chosen);
}

/* A person is chosen to look around, a conversation to write in it. */
function chosen(event) {
  const link = event.target.closest("a");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (!link || elsewhere) return;
  if (isShown()) closeSidebar(true);
  else if (link.matches(".conversation")) one("message").focus();
}

const isShown = () => document.body.classList.contains("places-shown");

function show(open) {
  document.body.classList.toggle("places-shown", open);
  one("places-toggle").setAttribute("aria-expanded", String(open));
  one("places-sign").textContent = open ? "✕" : "☰";
  one("places-toggle-words").textContent = open ? "Close the list" : "People and conversations";
  one("main").inert = open;
  if (open) one("places").querySelector("a[aria-current]")?.focus();
}

export function closeSidebar(focusBack = false) {
  if (!isShown()) return;
  show(false);
  if (focusBack) one("places-toggle").focus();
}
