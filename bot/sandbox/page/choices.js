/* Elements one chooses from: menus, radio buttons, checkboxes, lists of several. */

import { el } from "./dom.js";
import { drawText, plain } from "./mrkdwn.js";
import { nameProps } from "./fields.js";
import { change, elementKey, frame } from "./press.js";
import { current } from "./state.js";
import { valueOf } from "./values.js";

// From here on a list is quicker to search than to read.
const LONG_LIST = 12;

const words = (text) => ({ type: "plain_text", text, emoji: false });
const asOption = (one, mark) => ({ value: one.id, text: words(mark + one.name) });

/* Groups of options, whatever the element chooses among. */
function groupsOf(element) {
  if (element.type.endsWith("users_select")) return [{ options: current().members.map((one) => asOption(one, "")) }];
  if (/(conversations|channels)_select$/.test(element.type)) {
    const channels = current().conversations.filter((one) => one.kind !== "direct");
    return [{ options: channels.map((one) => asOption(one, "#")) }];
  }
  return element.option_groups ?? [{ options: element.options ?? [] }];
}

export function drawSelect(surface, block, element, labels) {
  const value = valueOf(surface.id, block, element);
  const groups = groupsOf(element);
  const select = el("select", {
    ...nameProps(labels), class: "field", data: { focus: elementKey(surface, block, element) },
  }, el("option", { value: "" }, plain(element.placeholder) || "Choose an option"), groups.map(drawGroup));
  select.value = value ?? "";
  const more = el("p", { class: "hint" }, descriptionOf(groups, value));
  select.addEventListener("change", () => {
    more.textContent = descriptionOf(groups, select.value);
    change(surface, block, element, select.value || null, () => { select.value = value ?? ""; });
  });
  return frame(surface, block, element, select, more);
}

function drawGroup(group) {
  const options = group.options.map((option) => el("option", { value: option.value }, plain(option.text)));
  return group.label ? el("optgroup", { label: plain(group.label) }, options) : options;
}

/* A menu of the browser has one line an option; the second line of the chosen one stands below. */
function descriptionOf(groups, value) {
  const chosen = groups.flatMap((group) => group.options).find((option) => option.value === value);
  return plain(chosen?.description);
}

export function drawRadios(surface, block, element, labels) {
  const value = valueOf(surface.id, block, element);
  const group = el("div", { ...nameProps(labels), role: "radiogroup", class: "options" });
  group.append(...element.options.map((option) => drawOption(surface, block, element, option, {
    type: "radio", name: elementKey(surface, block, element), checked: option.value === value,
    on: { change: () => change(surface, block, element, option.value, () => check(group, [value])) },
  })));
  return frame(surface, block, element, group);
}

export function drawCheckboxes(surface, block, element, labels) {
  const group = el("div", { ...groupProps(labels), class: "options" });
  group.append(...element.options.map((option) => drawTick(surface, block, element, option, group)));
  return frame(surface, block, element, group);
}

/* Slack's menus of several: here an open list, so that nothing has to be opened to be read. */
export function drawMany(surface, block, element, labels) {
  const list = el("div", { ...groupProps(labels), class: "options many" });
  for (const group of groupsOf(element)) {
    if (group.label) list.append(el("div", { class: "group-label" }, plain(group.label)));
    list.append(...group.options.map((option) => drawTick(surface, block, element, option, list)));
  }
  limit(list, element);
  const long = list.querySelectorAll("input").length > LONG_LIST;
  return frame(surface, block, element, long && drawFilter(list, element), list);
}

/* "required" is no property of a group; its fields say what is missing when the form is sent. */
function groupProps(labels) {
  return { ...nameProps(labels), role: "group", "aria-required": null, "aria-invalid": null };
}

function drawTick(surface, block, element, option, group) {
  const chosen = () => [...group.querySelectorAll("input:checked")].map((box) => box.value);
  const kept = () => valueOf(surface.id, block, element) ?? [];
  const toggle = async () => {
    limit(group, element);
    await change(surface, block, element, chosen(), () => check(group, kept()));
  };
  return drawOption(surface, block, element, option, {
    type: "checkbox", checked: kept().includes(option.value), on: { change: toggle },
  });
}

/* The name is the option's text alone; the second line is its description. */
function drawOption(surface, block, element, option, props) {
  const focus = `${elementKey(surface, block, element)}|${option.value}`;
  const about = option.description ? `about-${focus}`.replace(/\s/g, "-") : null;
  return el("div", { class: "option" },
    el("label", {},
      el("input", { ...props, value: option.value, "aria-describedby": about, data: { focus } }),
      el("span", { class: "text" }, drawText(option.text))),
    option.description && el("div", { class: "description text", id: about }, drawText(option.description)));
}

function check(group, values) {
  for (const box of group.querySelectorAll("input")) box.checked = values.includes(box.value);
}

function limit(list, element) {
  if (!element.max_selected_items) return;
  const full = list.querySelectorAll("input:checked").length >= element.max_selected_items;
  for (const box of list.querySelectorAll("input")) box.disabled = full && !box.checked;
}

function drawFilter(list, element) {
  const filter = el("input", {
    type: "text", class: "field", "aria-label": "Find in this list", autocomplete: "off",
    placeholder: plain(element.placeholder) || "Find in this list",
  });
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const option of list.querySelectorAll(".option")) {
      option.hidden = !option.textContent.toLowerCase().includes(wanted);
    }
  });
  return filter;
}
