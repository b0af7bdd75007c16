/* Slack's mrkdwn as page nodes: never as markup, so nothing a person writes can become an element. */

import { el, link } from "./dom.js";
import { withEmoji, emoji } from "./emoji.js";
import { fillDate, wholeOf } from "./dates.js";
import { current, conversation, nameOf } from "./state.js";

/* A text object of a block: plain_text only knows emoji names. */
export function drawText(object) {
  if (!object) return "";
  return object.type === "mrkdwn" ? drawMrkdwn(object.text, object.verbatim ? VERBATIM : ATOM) : plain(object);
}

export function plain(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : withEmoji(object.text);
}

export function drawMrkdwn(text, atom = ATOM) {
  const nodes = document.createDocumentFragment();
  const parts = (text ?? "").split(/```([\s\S]+?)```/);
  parts.forEach((part, index) => {
    if (index % 2) nodes.append(el("pre", {}, el("code", {}, unescaped(part.replace(/^\n|\n$/g, "")))));
    else nodes.append(...drawLines(withoutEdges(part, index > 0, index < parts.length - 1), atom));
  });
  return nodes;
}

/* The line break beside a code block is the block's own edge, not an empty line. */
function withoutEdges(part, afterCode, beforeCode) {
  const start = afterCode ? part.replace(/^\n/, "") : part;
  return beforeCode ? start.replace(/\n$/, "") : start;
}

/* Lines that start with > stand together as one quotation. */
function drawLines(text, atom) {
  const nodes = [];
  let quote = null;
  let previousWasText = false;
  if (text === "") return nodes;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (quote) quote.append(el("br"));
      else nodes.push(quote = el("blockquote"));
      quote.append(...drawInline(quoted[1], atom));
    } else {
      if (previousWasText && !quote) nodes.push(el("br"));
      nodes.push(...drawInline(line, atom));
      quote = null;
    }
    previousWasText = !quoted;
  }
  return nodes;
}

// What stands as a whole: <…>, `code`, :emoji:, a bare address (which "verbatim" leaves as it is).
const VERBATIM_ATOMS = "<([^<>\\n]+)>|`([^`\\n]+)`|:([a-z0-9_+'-]+):";
const VERBATIM = new RegExp(`${VERBATIM_ATOMS}|(\\b\\B)`, "g"); // the last group never fits
const ATOM = new RegExp(
  `${VERBATIM_ATOMS}|(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]'"*_~])`, "g");
// Stands for an atom while the marks around it are looked for (a private-use letter nobody types).
const HOLE = "\uE000";
const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/* No pattern with a pair of marks in it: on hostile text such a pattern takes for ever. */
function drawInline(text, atom) {
  const atoms = [];
  const holed = text.replaceAll(HOLE, "").replace(atom, (...found) => {
    atoms.push(found);
    return HOLE;
  });
  return drawMarks(holed, atoms.values());
}

function drawMarks(text, atoms) {
  const nodes = [];
  const hopeless = new Set(); // marks that close nowhere further on
  let plainFrom = 0;
  const flush = (to) => { if (to > plainFrom) nodes.push(unescaped(text.slice(plainFrom, to))); };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === HOLE) {
      flush(at);
      nodes.push(drawAtom(atoms.next().value));
      plainFrom = at + 1;
    } else if (MARKS[mark] && !hopeless.has(mark) && opens(text, at)) {
      const end = closing(text, mark, at + 2);
      if (end < 0) { hopeless.add(mark); continue; }
      flush(at);
      nodes.push(el(MARKS[mark], {}, drawMarks(text.slice(at + 1, end), atoms)));
      at = end;
      plainFrom = end + 1;
    }
  }
  flush(text.length);
  return nodes;
}

/* A mark opens at the start of a word and closes at the end of one: 2*3*4 and file_name stay. */
function opens(text, at) {
  const [before, mark, after] = [text[at - 1] ?? " ", text[at], text[at + 1] ?? " "];
  return !WORD.test(before) && before !== mark && after !== mark && !/\s/.test(after);
}

function closing(text, mark, from) {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    const [before, after] = [text[at - 1], text[at + 1] ?? " "];
    if (!/\s/.test(before) && before !== mark && after !== mark && !WORD.test(after)) return at;
  }
  return -1;
}

function drawAtom([whole, angle, code, emojiName, address]) {
  if (angle) return drawAngle(angle, whole);
  if (code) return el("code", {}, unescaped(code));
  if (emojiName) return emoji(emojiName) ?? whole;
  return link(unescaped(address), unescaped(address));
}

/* <@U…>, <#C…|name>, <!date^…|…>, <!here>, <https://…|label>. */
function drawAngle(inside, whole) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return el("span", { class: "mention" }, `@${label || target.slice(1)}`);
  const shown = label || unescaped(target).replace(/^mailto:/, "");
  return /^(https?:|mailto:)/i.test(target) ? link(unescaped(target), withEmoji(shown)) : unescaped(whole);
}

export function mention(id, label = "") {
  const mine = id === current().me;
  const name = nameOf(id) === id && label ? label : nameOf(id);
  return el("span", { class: mine ? "mention mine" : "mention" }, `@${name}`);
}

export function channelMention(id, label = "") {
  return el("span", { class: "mention" }, `#${label || conversation(id)?.name || "private channel"}`);
}

/* <!date^seconds^format^optional link|fallback> */
function dateToken(target, fallback) {
  const [, seconds, format = "", address] = target.split("^");
  const ts = Number(seconds);
  if (!seconds || !Number.isFinite(ts)) return fallback;
  const time = drawDate(ts, unescaped(format));
  return address ? link(unescaped(address), time) : time;
}

export function drawDate(ts, format) {
  return el("time", { datetime: new Date(ts * 1000).toISOString(), title: wholeOf(ts) }, fillDate(ts, format));
}

/* Slack escapes exactly these three; &amp; last, so that "&amp;lt;" stays "&lt;". */
function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
