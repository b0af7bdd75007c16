/* The list of commands over the field: what is offered while one types, and how one takes it. */

import { el } from "./dom.js";
import { current } from "./state.js";

/* `write(text)` puts a text into the field. The list belongs to one field; it never has focus itself. */
export function makeCommandList(field, list, write) {
  let chosen = -1; // which offered command is marked

  const options = () => [...list.querySelectorAll("[role=option]")];

  function offer() {
    const word = field.value.match(/^\/\S*/)?.[0];
    const begun = field.value === word;
    const commands = word ? (current()?.commands ?? []) : [];
    const fitting = commands.filter((each) => (begun ? each.command.startsWith(word) : each.command === word));
    list.replaceChildren(...fitting.map(draw));
    list.hidden = fitting.length === 0;
    mark(begun && fitting.length ? 0 : -1);
  }

  function draw(each, index) {
    const option = el("div", { role: "option", id: `${field.id}-command-${index}`, data: { command: each.command } },
      el("strong", {}, each.command), " ",
      each.usage_hint && el("span", { class: "usage" }, each.usage_hint), " ",
      el("small", {}, each.description ?? ""));
    // Before the field loses focus, which would take the list away under the pointer.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => {
      if (!field.value.startsWith(`${each.command} `)) write(`${each.command} `);
      field.focus();
    });
    return option;
  }

  function mark(index) {
    chosen = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (options()[index]) field.setAttribute("aria-activedescendant", options()[index].id);
    else field.removeAttribute("aria-activedescendant");
  }

  function hide() {
    list.hidden = true;
    mark(-1);
  }

  /* True when the key was for the list. */
  function pressed(event) {
    const offered = list.hidden ? [] : options();
    if (!offered.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((chosen + step + offered.length) % offered.length);
      return true;
    }
    if (event.key === "Escape") {
      hide();
      return true;
    }
    // A command that is written out is sent; one that is only begun is completed first.
    const written = offered.some((option) => option.dataset.command === field.value.trim());
    const completes = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey;
    if (!completes || written || chosen < 0) return false;
    write(`${offered[chosen].dataset.command} `);
    return true;
  }

  field.addEventListener("focus", offer);
  field.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== field) hide(); }, 150));
  return { offer, pressed };
}
