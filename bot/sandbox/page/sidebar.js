/* The members one can be, and the places of the one who one is. On a phone: behind one button. */

import { clockOf } from "./dates.js";
import { arrange, el, hidden, keepFocus } from "./dom.js";
import { addressOf, directWithBot, nameOf, place, sameElsewhere } from "./state.js";
import { freshIn } from "./threads.js";

const one = (id) => document.getElementById(id);
const WIDE = matchMedia("(min-width: 48rem)");
let drawn = "";
let shownMe = "";

export function drawSidebar(data) {
  const clocks = data.members.map((member) => clockOf(member.zone));
  const rooms = data.conversations.map((room) => ({ ...room, fresh: freshIn(data, room.id) }));
  const signature = JSON.stringify([data.me, place().in, data.members, clocks, data.gone, rooms, data.bot]);
  if (signature === drawn) return;
  drawn = signature;
  keepFocus(one("places"), () => {
    arrange(one("people"), data.members.map((member, at) => drawMember(member, data.me, clocks[at])));
    arrange(one("gone"), data.gone.map(drawGone));
    arrange(one("conversations"), drawPlaces(data, rooms));
  });
  if (shownMe !== data.me) keepMeInSight();
  shownMe = data.me;
  one("places-me").textContent = nameOf(data.me).split(" ")[0];
  const unread = rooms.reduce((sum, each) => sum + each.unread + each.fresh, 0);
  one("places-unread").hidden = unread === 0;
  one("places-unread").replaceChildren(String(unread), hidden(" unread"));
}

/* Links, so that another person can be opened in a second tab or window. */
function drawMember(member, me, clock) {
  return el("li", {},
    el("a", {
      class: "member", href: sameElsewhere(member.id), data: { focus: `person|${member.id}` },
      "aria-current": member.id === me ? "true" : null,
    },
    drawAvatar(member.name, member.id),
    el("span", { class: "about-member" },
      el("strong", {}, member.name), " ",
      rolesOf(member).map((role) => [el("span", { class: "role" }, role), " "]),
      el("small", {}, member.about ?? ""),
      el("small", { title: member.zone }, hidden("Local time: "), clock))));
}

/* What somebody may do in Slack itself stands there only where it is unusual. */
function rolesOf(member) {
  const inSlack = member.slack_role === "member" ? [] : [`Slack ${member.slack_role}`];
  return [...(member.roles ?? []), ...inSlack];
}

/* Deactivated people stay in what they wrote, and nobody can be them. */
function drawGone(member) {
  return el("li", { class: "gone" }, drawAvatar(member.name, member.id),
    el("span", { class: "about-member" }, el("strong", {}, member.name), " ", el("small", {}, "Deactivated")));
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

function drawPlaces(data, rooms) {
  const bot = rooms.find((each) => each.id === directWithBot()?.id);
  const others = rooms.filter((each) => each !== bot);
  const channels = others.filter((each) => each.kind !== "direct");
  const direct = others.filter((each) => each.kind === "direct");
  return [
    drawLink(data, { id: "home", name: "App Home", unread: 0, fresh: 0 }, "⌂"),
    bot && drawLink(data, { ...bot, name: data.bot.name }, "✦"),
    ...channels.map((each) => each.kind === "private"
      ? drawLink(data, each, el("span", { class: "lock" }), " (private)")
      : drawLink(data, each, "#")),
    ...direct.map((each) => drawLink(data, each, "@")),
  ].filter(Boolean);
}

function drawLink(data, room, sign, more = "") {
  const isNew = room.unread || room.fresh;
  return el("li", {},
    el("a", {
      class: isNew ? "conversation unread" : "conversation", href: addressOf(data.me, room.id),
      data: { focus: `place|${room.id}` }, "aria-current": place().in === room.id ? "page" : null,
    },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    el("span", { class: "name" }, room.name, more && hidden(more)),
    room.is_archived && el("span", { class: "role" }, "archived"),
    room.fresh > 0 && el("span", { class: "badge in-threads", title: "New in threads" }, String(room.fresh), hidden(" new in threads")),
    room.unread > 0 && el("span", { class: "badge" }, String(room.unread), hidden(" unread"))));
}

export function watchSidebar() {
  one("places-toggle").addEventListener("click", () => show(!isShown()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isShown()) closeSidebar(true);
  });
  // A phone turned on its side, or a window made wide, has room for both.
  WIDE.addEventListener("change", () => { show(false); putInOrder(); });
  putInOrder();
  // A thread or the drawer takes half of the list's height.
  new ResizeObserver(keepMeInSight).observe(one("people").closest("nav"));
  one("places").addEventListener("click", chosen);
  one("places").addEventListener("keydown", moved);
}

/* On a phone one list follows the other, and the short one, which is needed more often, comes first. */
function putInOrder() {
  const [people, conversations] = ["people", "conversations"].map((id) => one(id).closest("nav"));
  one("places").prepend(...(WIDE.matches ? [people, conversations] : [conversations, people]));
}

/* However long the list is, one sees who one is. */
function keepMeInSight() {
  if (WIDE.matches) one("people").querySelector("a[aria-current]")?.scrollIntoView({ block: "nearest" });
}

/* By arrow keys from one to the next, within one list. */
function moved(event) {
  const links = [...(event.target.closest("nav")?.querySelectorAll("a") ?? [])];
  const at = links.indexOf(event.target.closest("a"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  links[(to + links.length) % links.length].focus();
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
