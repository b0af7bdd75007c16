/* Modals: the top view of the stack as a dialog, its errors, and where focus goes. */

import { clearNotice, notice } from "./announce.js";
import { isAsking } from "./ask.js";
import { drawBlocks } from "./blocks.js";
import * as calls from "./calls.js";
import { byFocus, keepFocus } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { current, refresh } from "./state.js";
import { forgetViewsExcept, valuesOf } from "./values.js";

const one = (id) => document.getElementById(id);
// Slack's own words for a submission that nothing acknowledged.
const TROUBLE = "We had some trouble connecting. Try again?";

let shown = null; // the view that is drawn
let opener = null; // what had focus before the first view came: {node, name}
let errors = {};
let sending = false;
const focusIn = new Map(); // view id → what had focus when another view was laid on top

const surfaceId = (view) => `${current().me}|view|${view.id}`;

export function drawModal(data) {
  const views = data.modals ?? [];
  forgetViewsExcept(data.me, views.map(surfaceId));
  const top = views.at(-1);
  if (!top) return shut();
  if (shown?.id !== top.id) return present(top);
  if (shown.hash !== top.hash || JSON.stringify(shown.blocks) !== JSON.stringify(top.blocks)) redraw(top);
}

/* Another view than before: opened, pushed, or the one below after the top one closed. */
function present(view) {
  const focused = document.activeElement;
  if (!one("modal").open) opener = { node: focused, name: focused?.dataset.focus };
  else if (shown) focusIn.set(shown.id, focused?.dataset.focus);
  errors = {};
  clearNotice();
  one("modal-heard").textContent = "";
  fill(view);
  one("modal-body").scrollTop = 0;
  if (!one("modal").open) one("modal").showModal();
  const before = focusIn.get(view.id) && byFocus(one("modal"), focusIn.get(view.id));
  if (!isAsking()) (before || firstField() || one("modal-title")).focus();
}

/* The same view with other blocks: what was typed, and the caret, stay. */
function redraw(view) {
  const wasAt = one("modal-body").scrollTop;
  // Slack drops the errors of a view when the bot replaces it.
  errors = {};
  keepFocus(one("modal"), () => fill(view), one("modal-title"));
  one("modal-body").scrollTop = wasAt;
}

function fill(view) {
  shown = view;
  one("modal-title").textContent = plain(view.title);
  one("modal-close").textContent = plain(view.close) || (view.submit ? "Cancel" : "Close");
  one("modal-submit").textContent = plain(view.submit);
  one("modal-submit").hidden = !view.submit;
  const surface = { id: surfaceId(view), address: { view: view.id }, errors, changed: mended };
  one("modal-body").replaceChildren(...drawBlocks(surface, view.blocks));
}

function firstField() {
  return one("modal-body").querySelector("[data-first]") ??
    one("modal-body").querySelector("input:not([type^=date], [type=time], [type=file]), textarea, select");
}

function shut() {
  if (!one("modal").open) return;
  one("modal").close();
  one("modal-body").replaceChildren();
  one("modal-heard").textContent = "";
  shown = null;
  errors = {};
  focusIn.clear();
  focusBack();
}

/* Back to what opened it; that may have been redrawn, or be gone because it was pressed. */
function focusBack() {
  const again = opener?.name ? byFocus(document, opener.name) : null;
  const node = opener?.node?.isConnected && opener.node !== document.body ? opener.node : again;
  (node ?? one("place-title")).focus({ preventScroll: true });
  opener = null;
}

export function watchModal() {
  one("modal-form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  one("modal-close").addEventListener("click", () => leave(calls.close));
  // As in Slack, the cross takes the whole stack, Cancel and Escape only the view on top.
  one("modal-dismiss").addEventListener("click", () => leave(calls.closeAll));
  one("modal").addEventListener("cancel", (event) => event.preventDefault());
  // Handled here and not by the browser: the sandbox decides when a view is closed, and the
  // browser would close the dialog by force at the second Escape.
  one("modal").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave(calls.close);
  });
}

async function leave(by) {
  if (!shown) return;
  const answer = await by(current().me, shown.id);
  if (!answer.ok) notice(answer.error);
  await refresh();
}

/* One submission at a time: Slack takes the button away while it waits for the bot. */
async function send() {
  if (!shown || sending || !shown.submit) return;
  const view = shown;
  wait(true);
  clearNotice();
  const answer = await calls.submit(current().me, view.id, valuesOf(surfaceId(view)));
  wait(false);
  if (!answer.ok) notice(answer.error);
  else if (answer.action === "trouble" || !answer.answered && !answer.errors) notice(TROUBLE);
  await refresh();
  if (shown?.id === view.id && answer.errors) showErrors(answer.errors);
}

function wait(on) {
  sending = on;
  one("modal-submit").setAttribute("aria-busy", String(on));
  one("modal-submit").setAttribute("aria-disabled", String(on));
}

function showErrors(found) {
  errors = found;
  for (const block of one("modal-body").querySelectorAll(":scope > .block.input")) {
    showError(block, found[block.dataset.block] ?? "");
  }
  const first = one("modal-body").querySelector(".wrong :is(input:not([type=file]), textarea, select, button)");
  first?.focus();
  const count = Object.keys(found).length;
  one("modal-heard").textContent = count > 1 ? `${count} answers need another look.` : "";
  // An error without a field to stand under must still be read.
  const homeless = Object.entries(found).filter(([id]) => !blockOf(id)).map(([, text]) => text);
  if (homeless.length) notice(homeless.join(" "));
}

const blockOf = (id) => one("modal-body").querySelector(`.block.input[data-block="${CSS.escape(id)}"]`);

function showError(block, text) {
  const mend = block.querySelector(".mend");
  mend.textContent = text;
  mend.hidden = !text;
  block.classList.toggle("wrong", Boolean(text));
  for (const field of block.querySelectorAll("[aria-describedby]:is(input, textarea, select, [role=radiogroup])")) {
    if (field.getAttribute("aria-describedby").includes(mend.id)) field.setAttribute("aria-invalid", String(Boolean(text)));
  }
}

/* What is being mended is no longer marked. */
function mended(block) {
  if (!errors[block.block_id]) return;
  delete errors[block.block_id];
  const node = blockOf(block.block_id);
  if (node) showError(node, "");
}
