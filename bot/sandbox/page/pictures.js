/* Pictures, and the words that stand where something cannot be drawn. */

import { el, safeAddress } from "./dom.js";

export function notDrawn(what, type) {
  return el("p", { class: "not-drawn" }, `This ${what} type is not drawn here: ${type}`);
}

/* A picture that cannot be fetched (no network, or the page may not) shows its words instead. */
export function drawPicture(image, size) {
  const address = image.image_url ?? image.slack_file?.url;
  const words = () => el("span", { class: "picture-words" }, `Picture: ${image.alt_text}`);
  if (!safeAddress(address)) return words();
  const picture = el("img", { class: size, src: address, alt: image.alt_text, referrerpolicy: "no-referrer" });
  picture.addEventListener("error", () => picture.replaceWith(words()));
  return picture;
}
