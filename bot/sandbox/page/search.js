/* Menus whose options the bot finds for what one types: a field with a list, by the combobox pattern. */

import * as calls from "./calls.js";
import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { nameProps } from "./fields.js";
import { change, elementKey, frame } from "./press.js";
import { current } from "./state.js";
import { valueOf } from "./values.js";

const PAUSE = 250; // milliseconds without a key, so that not every letter becomes a question
const SHORTEST = 3; // docs.slack.dev, external select: what min_query_length is when nothing is said
const words = new Map(); // key of an element and value → the text of that option

export function drawSearch(surface, block, element, labels) {
  const key = elementKey(surface, block, element);
  const many = element.type.startsWith("multi_");
  const least = element.min_query_length ?? SHORTEST;
  const parts = drawParts(element, labels, key);
  const { field, list, said, chips } = parts;
  let asked = 0;
  let timer = 0;
  let marked = -1;
  remember(key, [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean));

  const chosen = () => [valueOf(surface.id, block, element) ?? []].flat();
  const textOf = (value) => words.get(`${key}|${value}`) ?? value;
  const found = () => [...list.querySelectorAll("[role=option]")];
  const isFull = () => many && chosen().length >= (element.max_selected_items ?? Infinity);

  function showChosen() {
    if (many) {
      chips.hidden = chosen().length === 0;
      chips.replaceChildren(...chosen().map((value) => drawChosen(textOf(value), () => put(chosen().filter((each) => each !== value)))));
      field.disabled = isFull();
    } else field.value = chosen().length ? textOf(chosen()[0]) : "";
  }

  async function put(values) {
    close();
    if (many) field.value = "";
    await change(surface, block, element, many ? values : values[0] ?? null, showChosen);
    showChosen();
    if (!field.disabled) field.focus();
  }

  function typed() {
    clearTimeout(timer);
    asked += 1; // what is still under way is too late now
    const text = field.value.trim();
    if (!many && text === "" && chosen().length) return put([]);
    if (text.length < least) {
      close();
      said.textContent = `Type ${least} ${least === 1 ? "letter" : "letters"} or more to search.`;
      return undefined;
    }
    timer = setTimeout(() => look(text), PAUSE);
    return undefined;
  }

  async function look(text) {
    asked += 1;
    const mine = asked;
    said.textContent = "Searching…";
    const answer = await calls.suggest(current().me, {
      ...surface.address, block_id: block.block_id, action_id: element.action_id, value: text,
    });
    if (mine !== asked || !field.isConnected) return;
    if (!answer.ok || !answer.answered) return say(answer.error ?? "Nothing answered. Type again to try again.");
    offer(answer.option_groups ?? [{ options: answer.options ?? [] }]);
  }

  function say(text) {
    close();
    said.textContent = text;
  }

  function offer(groups) {
    const left = groups.map((group) => ({ ...group, options: group.options.filter((option) => !many || !chosen().includes(option.value)) }));
    remember(key, left.flatMap((group) => group.options));
    list.replaceChildren(...left.filter((group) => group.options.length).map(drawGroup));
    found().forEach((option, at) => { option.id = `${field.id}-option-${at}`; });
    const count = found().length;
    list.hidden = count === 0;
    said.textContent = count === 0 ? "Nothing found." : `${count} found.`;
    mark(count ? 0 : -1);
  }

  function drawGroup(group) {
    const options = group.options.map((option) => {
      const node = el("div", { role: "option", data: { value: option.value } }, plain(option.text),
        option.description && el("small", {}, plain(option.description)));
      node.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps focus
      node.addEventListener("click", () => put([...(many ? chosen() : []), option.value]));
      return node;
    });
    return group.label
      ? el("div", { role: "group", "aria-label": plain(group.label) }, el("div", { class: "group-label", "aria-hidden": "true" }, plain(group.label)), options)
      : el("div", { role: "presentation" }, options);
  }

  function mark(at) {
    marked = at;
    field.setAttribute("aria-expanded", String(!list.hidden));
    found().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (found()[at]) {
      field.setAttribute("aria-activedescendant", found()[at].id);
      found()[at].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    said.textContent = "";
    mark(-1);
  }

  function pressed(event) {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : found().length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) mark((marked + step + count) % count);
    else if (event.key === "Enter" && count) found()[marked].click();
    else if (event.key === "Escape" && count) close();
    else if (event.key === "Backspace" && many && !field.value && chosen().length) put(chosen().slice(0, -1));
    else if (event.key === "ArrowDown") typed();
    else return;
    // Enter would send the form around the field, Escape would close it.
    event.preventDefault();
  }

  /* What was typed and not chosen is no answer. */
  function left() {
    clearTimeout(timer);
    asked += 1;
    close();
    if (!many) showChosen();
    else field.value = "";
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", pressed);
  field.addEventListener("blur", left);
  field.addEventListener("focus", () => { if (least === 0 && !chosen().length) look(field.value.trim()); });
  showChosen();
  return frame(surface, block, element, chips, field, list, said);
}

function remember(key, options) {
  for (const option of options) words.set(`${key}|${option.value}`, plain(option.text));
}

function drawParts(element, labels, key) {
  const list = el("div", { id: `${labels.id}-list`, role: "listbox", class: "found", "aria-label": "Found", hidden: true });
  return {
    list,
    chips: el("ul", { class: "chips", "aria-label": "Chosen", hidden: true }),
    said: el("p", { class: "hint", role: "status" }),
    field: el("input", {
      ...nameProps(labels), type: "text", class: "field", role: "combobox", "aria-expanded": "false", "aria-controls": list.id,
      "aria-autocomplete": "list", autocomplete: "off", placeholder: plain(element.placeholder) || "Type to search", data: { focus: key },
    }),
  };
}

function drawChosen(text, remove) {
  return el("li", { class: "chip" }, el("span", {}, text),
    el("button", { type: "button", class: "button quiet", "aria-label": `Remove ${text}`, on: { click: remove } }, "✕"));
}
