/* Fields one types into: text, e-mail, web address, number, date, time, both of them. */

import { momentOf, wallClock } from "./dates.js";
import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { change, elementKey, frame, send } from "./press.js";
import { keep, valueOf } from "./values.js";

// The browser's own keyboards on a phone; the type stays "text", because what counts as an
// e-mail address or a number is decided when the form is sent, as in Slack.
const KEYBOARD = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

export function nameProps(labels) {
  return {
    id: labels.id, "aria-label": labels.by ? null : labels.name || null, "aria-labelledby": labels.by,
    "aria-describedby": labels.about.join(" ") || null, "aria-invalid": labels.invalid ? "true" : null,
    "aria-required": labels.required ? "true" : null,
  };
}

export function drawTextInput(surface, block, element, labels) {
  return element.multiline || element.type === "rich_text_input"
    ? drawTyped(surface, block, element, el("textarea", { ...fieldProps(surface, block, element, labels), rows: 4 }))
    : drawLine(surface, block, element, labels);
}

export function drawLine(surface, block, element, labels) {
  return drawTyped(surface, block, element, el("input", {
    ...fieldProps(surface, block, element, labels), type: "text", inputmode: KEYBOARD[element.type],
  }));
}

function fieldProps(surface, block, element, labels) {
  return {
    ...nameProps(labels), class: "field", placeholder: plain(element.placeholder) || null, autocomplete: "off",
    data: { focus: elementKey(surface, block, element), ...(element.focus_on_load ? { first: "" } : {}) },
    value: textOf(element, valueOf(surface.id, block, element)),
  };
}

/* A field for formatted text is a plain one here; its value is Slack's, with what was typed in it. */
const textOf = (element, value) => (element.type === "rich_text_input" ? richAsText(value) : value ?? "");

function richAsText(value) {
  return (value?.elements ?? []).map((part) => (part.elements ?? []).map((leaf) => leaf.text ?? "").join("")).join("\n");
}

function valueOfText(element, text) {
  if (text === "") return null;
  if (element.type !== "rich_text_input") return text;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function drawTyped(surface, block, element, field) {
  const counter = element.max_length ? el("p", { class: "counter" }) : null;
  const count = () => { if (counter) counter.textContent = roomLeft(field.value, element.max_length); };
  count();
  field.addEventListener("input", () => {
    keep(surface.id, block, element, valueOfText(element, field.value));
    surface.changed?.(block);
    count();
    if (tellsOn(block, element, "on_character_entered")) send(surface, block, element, valueOfText(element, field.value));
  });
  field.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!enter || !tellsOn(block, element, "on_enter_pressed")) return;
    event.preventDefault();
    send(surface, block, element, valueOfText(element, field.value));
  });
  return frame(surface, block, element, field, counter);
}

function tellsOn(block, element, moment) {
  if (block.type === "input" && !block.dispatch_action) return false;
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(moment);
}

/* Said only near the end, so that it helps and does not count along. Nothing is cut off:
   too much is said here and again when the form is sent. */
function roomLeft(text, most) {
  const left = most - text.length;
  if (left < 0) return `${-left} ${-left === 1 ? "character" : "characters"} too many`;
  if (most < 40 || left > most * 0.2) return "";
  return `${left} ${left === 1 ? "character" : "characters"} left`;
}

const same = (value) => value;
// The browser's own field, and how a value comes into it and out of it.
const PICKERS = {
  datepicker: { type: "date", shown: same, meant: same },
  timepicker: { type: "time", shown: same, meant: same },
  datetimepicker: { type: "datetime-local", shown: wallClock, meant: momentOf },
};

export function drawDate(surface, block, element, labels) {
  const { type, shown, meant } = PICKERS[element.type];
  const value = valueOf(surface.id, block, element);
  const before = value ? shown(value) : "";
  const field = el("input", {
    ...fieldProps(surface, block, element, labels), class: "field short", placeholder: null, type, value: before,
  });
  field.addEventListener("change", () => {
    // While the year is being typed the browser reports 0002, 0020, 0202: not yet a choice.
    if (type !== "time" && field.value && field.value < "1000") return;
    change(surface, block, element, field.value ? meant(field.value) : null, () => { field.value = before; });
  });
  return frame(surface, block, element, field);
}
