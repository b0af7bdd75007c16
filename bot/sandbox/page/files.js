/* Files: shown in messages, fetched from one's own machine, and listed before they are sent. */

import * as calls from "./calls.js";
import { el } from "./dom.js";
import { current } from "./state.js";

// As the sandbox serves them: only these are shown, everything else is offered for download.
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function drawFiles(files) {
  if (!files?.length) return null;
  return el("ul", { class: "files", "aria-label": "Files" }, files.map((file) => el("li", {}, drawFile(file))));
}

function drawFile(file) {
  const href = ownAddress(file.url);
  const name = file.title || file.name;
  if (!href) return el("span", { class: "file" }, name);
  if (!SHOWN.includes(file.mimetype)) return drawDownload(file, href, name);
  const picture = el("img", { class: "large", src: href, alt: file.alt || name });
  picture.addEventListener("error", () => picture.replaceWith(drawDownload(file, href, name)));
  return el("figure", {}, picture, el("figcaption", {}, name));
}

function drawDownload(file, href, name) {
  return el("a", { class: "file", href, download: file.name },
    el("span", { class: "file-sign", "aria-hidden": "true" }),
    el("span", {}, el("strong", {}, name), el("small", {}, `${sizeInWords(file.size)} · download`)));
}

/* Files lie in the sandbox itself; an address elsewhere is not one of them. */
function ownAddress(address) {
  if (!address) return null;
  const url = new URL(address, location.origin);
  return url.origin === location.origin ? url.pathname : null;
}

export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/* The answer of the sandbox: {ok, file} or {ok: false, error}. */
export async function send(chosen) {
  const whole = await asAddress(chosen);
  return calls.upload(current().me, chosen.name, whole.slice(whole.indexOf(",") + 1));
}

function asAddress(chosen) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("loadend", () => resolve(reader.result ?? ","));
    reader.readAsDataURL(chosen);
  });
}

/* A file that waits to be sent, with the button that takes it away. */
export function drawChip(name, state, remove) {
  return el("li", { class: "chip" }, el("span", {}, name), state && el("small", {}, state),
    el("button", { type: "button", class: "button quiet", "aria-label": `Remove ${name}`, data: { focus: `remove|${name}` }, on: { click: remove } }, "✕"));
}
