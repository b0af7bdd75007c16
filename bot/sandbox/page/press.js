/* Presses and choices in blocks: asks for confirmation, tells the sandbox, shows how it goes. */

import * as calls from "./calls.js";
import { ask } from "./ask.js";
import { notice } from "./announce.js";
import { el } from "./dom.js";
import { drawText, plain } from "./mrkdwn.js";
import { current, refresh } from "./state.js";
import { keep, valuesOf } from "./values.js";

// Slack's own small warning; it comes when nothing acknowledged the press in three seconds.
const UNANSWERED = "This didn't work. Try again.";

const waiting = new Map();
const warnings = new Map();

export const elementKey = (surface, block, element) =>
  `${surface.id}|${block.block_id}|${element.action_id}`;

/* The frame of an element remembers, across redraws, that its press waits or got no answer. */
export function frame(surface, block, element, ...controls) {
  const key = elementKey(surface, block, element);
  const node = el("div", { class: "element", data: { element: key } }, controls);
  showState(node, key);
  return node;
}

/* A value that was changed: keep it, and tell the bot where the block asks for that. */
export async function change(surface, block, element, value, takeBack) {
  const tells = block.type !== "input" || block.dispatch_action === true;
  if (tells && !(await confirmed(element))) return takeBack?.();
  keep(surface.id, block, element, value);
  surface.changed?.(block);
  if (tells) await send(surface, block, element, value);
}

export async function press(surface, block, element, choice) {
  if (await confirmed(element)) await send(surface, block, element, choice);
}

/* A second press while the first waits is sent as well: Slack does not hide a double click
   from the bot, so neither does this page. */
export async function send(surface, block, element, choice) {
  const key = elementKey(surface, block, element);
  warnings.delete(key);
  wait(key, 1);
  const body = { ...surface.address, block_id: block.block_id, action_id: element.action_id };
  const values = valuesOf(surface.id);
  if (choice !== undefined) body.choice = choice;
  const answer = await calls.click(current().me, Object.keys(values).length ? { ...body, values } : body);
  if (!answer.ok) notice(answer.error);
  else if (!answer.answered) warnings.set(key, UNANSWERED);
  wait(key, -1);
  await refresh();
}

async function confirmed(element) {
  if (!element.confirm) return true;
  const { title, text, confirm, deny, style } = element.confirm;
  return ask({
    title: plain(title), text: drawText(text), yes: plain(confirm) || "Yes",
    no: plain(deny) || "Cancel", danger: style === "danger",
  });
}

function wait(key, step) {
  waiting.set(key, (waiting.get(key) ?? 0) + step);
  for (const node of document.querySelectorAll(`[data-element="${CSS.escape(key)}"]`)) showState(node, key);
}

function showState(node, key) {
  node.toggleAttribute("data-waiting", (waiting.get(key) ?? 0) > 0);
  node.querySelector(":scope > button, :scope > a")?.setAttribute("aria-busy", String((waiting.get(key) ?? 0) > 0));
  node.querySelector(":scope > .warning")?.remove();
  if (warnings.has(key)) node.append(el("p", { class: "warning", role: "alert" }, warnings.get(key)));
}
