/* A question with two answers, as a small dialog: for confirm objects and for starting over. */

import { el } from "./dom.js";

let asked = 0;

/* Resolves to true for yes; Escape is no. Focus goes back by the browser when it closes. */
export function ask({ title, text, yes, no, danger = false }) {
  asked += 1;
  const [titleId, textId] = [`ask-title-${asked}`, `ask-text-${asked}`];
  const yesButton = el("button", { type: "button", class: danger ? "button danger" : "button primary" }, yes);
  const noButton = el("button", { type: "button", class: "button" }, no);
  const dialog = el("dialog", { class: "ask", "aria-labelledby": titleId, "aria-describedby": textId },
    el("h2", { id: titleId }, title),
    el("div", { id: textId, class: "text" }, text),
    el("div", { class: "answers" }, noButton, yesButton));
  document.body.append(dialog);
  dialog.showModal();
  // What takes something away must not happen by a second Enter.
  (danger ? noButton : yesButton).focus();
  return new Promise((resolve) => {
    const finish = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    yesButton.addEventListener("click", () => finish(true));
    noButton.addEventListener("click", () => finish(false));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); finish(false); });
    dialog.addEventListener("close", () => finish(false), { once: true });
  });
}

export const isAsking = () => document.querySelector("dialog.ask") !== null;
