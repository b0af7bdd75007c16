/* The markdown block: paragraphs, headings, lists, quotes and the common inline marks, no more. */

import { el, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

export function drawMarkdown(text) {
  return el("div", { class: "text markdown" }, pieces(text).map(drawPiece));
}

/* Blank lines part pieces, except inside a fence. */
function pieces(text) {
  return text.split(/(```[\s\S]*?```)/)
    .flatMap((part) => (part.startsWith("```") ? [part] : part.split(/\n\s*\n/)))
    .map((part) => part.replace(/^\n+|\s+$/g, "")).filter(Boolean)
    .flatMap(headingsApart);
}

function headingsApart(piece) {
  const [first, ...rest] = piece.split("\n");
  return /^#{1,6} /.test(first) && rest.length ? [first, rest.join("\n")] : [piece];
}

function drawPiece(piece) {
  const fence = piece.match(/^```\w*\n?([\s\S]*?)\n?```$/);
  const lines = piece.split("\n");
  if (fence) return el("pre", {}, el("code", {}, fence[1]));
  if (/^#{1,6} /.test(piece)) return el("h4", {}, drawInline(piece.replace(/^#+ /, "")));
  if (/^(---|\*\*\*)$/.test(piece)) return el("hr");
  if (lines.every((line) => line.startsWith(">"))) return drawQuote(lines);
  if (lines.every((line) => /^\s*[-*+] /.test(line))) return drawList("ul", lines, /^\s*[-*+] /);
  if (lines.every((line) => /^\s*\d+[.)] /.test(line))) return drawList("ol", lines, /^\s*\d+[.)] /);
  return el("p", {}, drawLines(lines));
}

function drawQuote(lines) {
  return el("blockquote", {}, drawLines(lines.map((line) => line.replace(/^> ?/, ""))));
}

function drawList(tag, lines, mark) {
  return el(tag, {}, lines.map((line) => el("li", {}, drawInline(line.replace(mark, "")))));
}

function drawLines(lines) {
  return lines.flatMap((line, index) => [...(index ? [el("br")] : []), ...drawInline(line)]);
}

const INLINE = new RegExp([
  "`([^`]+)`", // code
  "\\[([^\\]]+)\\]\\(([^)\\s]+)\\)", // [label](address)
  "\\*\\*(\\S(?:.*?\\S)?)\\*\\*", // bold
  "~~(\\S(?:.*?\\S)?)~~", // strike
  "(?<![\\p{L}\\p{N}])[*_](\\S(?:.*?\\S)?)[*_](?![\\p{L}\\p{N}])", // italic
  "(https?:\\/\\/[^\\s<>]*[^\\s<>.,;:!?)])", // a bare address
].join("|"), "u");

function drawInline(text) {
  const nodes = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    if (found.index) nodes.push(literal(rest.slice(0, found.index)));
    nodes.push(drawFound(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) nodes.push(literal(rest));
  return nodes;
}

function drawFound([, code, label, address, bold, strike, italic, bare]) {
  if (code) return el("code", {}, code);
  if (label) return link(address, drawInline(label));
  if (bold) return el("strong", {}, drawInline(bold));
  if (strike) return el("s", {}, drawInline(strike));
  if (italic) return el("em", {}, drawInline(italic));
  return link(bare, bare);
}

const literal = (text) =>
  withEmoji(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
