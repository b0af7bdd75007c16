/* Which function draws which block element; buttons and "more" menus themselves. */

import { el, safeAddress } from "./dom.js";
import { drawCheckboxes, drawMany, drawRadios, drawSelect } from "./choices.js";
import { drawDate, drawLine, drawTextInput } from "./fields.js";
import { drawFileInput } from "./file_input.js";
import { plain } from "./mrkdwn.js";
import { drawPicture, notDrawn } from "./pictures.js";
import { elementKey, frame, press } from "./press.js";
import { drawSearch } from "./search.js";

const ELEMENTS = {
  button: drawButton,
  overflow: drawOverflow,
  image: (surface, block, element) => drawPicture(element, "beside"),
  static_select: drawSelect,
  users_select: drawSelect,
  conversations_select: drawSelect,
  channels_select: drawSelect,
  external_select: drawSearch,
  multi_external_select: drawSearch,
  multi_static_select: drawMany,
  multi_users_select: drawMany,
  multi_conversations_select: drawMany,
  multi_channels_select: drawMany,
  radio_buttons: drawRadios,
  checkboxes: drawCheckboxes,
  plain_text_input: drawTextInput,
  email_text_input: drawLine,
  url_text_input: drawLine,
  number_input: drawLine,
  rich_text_input: drawTextInput,
  file_input: drawFileInput,
  datepicker: drawDate,
  timepicker: drawDate,
  datetimepicker: drawDate,
};

/* `labels` say how the element is called: {id, name | by, about: [ids], required, invalid}. */
export function drawElement(surface, block, element, labels) {
  const draw = ELEMENTS[element.type];
  return draw ? draw(surface, block, element, labels) : notDrawn("element", element.type);
}

/* These are several controls under one name, so they are a labelled group and not a labelled field. */
export const isGroup = (element) => /^(multi_(?!external)|radio_buttons$|checkboxes$|file_input$)/.test(element.type);

/* A link button is a link (it leads somewhere), and still tells the bot that it was pressed. */
function drawButton(surface, block, element) {
  const props = {
    class: `button ${["primary", "danger"].includes(element.style) ? element.style : ""}`.trim(),
    "aria-label": element.accessibility_label,
    data: { focus: elementKey(surface, block, element) },
    on: { click: () => press(surface, block, element) },
  };
  const href = element.url && safeAddress(element.url);
  const control = href
    ? el("a", { ...props, href, target: "_blank", rel: "noopener noreferrer" }, plain(element.text))
    : el("button", { ...props, type: "button" }, plain(element.text));
  return frame(surface, block, element, control);
}

function drawOverflow(surface, block, element) {
  const key = elementKey(surface, block, element);
  const toggle = el("button", {
    type: "button", class: "button more", "aria-label": "More actions", "aria-haspopup": "menu",
    "aria-expanded": "false", data: { focus: key },
  }, "⋯");
  const menu = el("div", { role: "menu", class: "menu", "aria-label": "More actions", hidden: true },
    element.options.map((option) => drawChoice(surface, block, element, option, () => show(false))));
  const node = frame(surface, block, element, toggle, menu);
  const show = (open) => {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) {
      menu.firstChild.focus();
      menu.scrollIntoView({ block: "nearest" });
    } else if (menu.contains(document.activeElement)) toggle.focus();
  };
  toggle.addEventListener("click", () => show(menu.hidden));
  node.addEventListener("focusout", (event) => { if (!node.contains(event.relatedTarget)) show(false); });
  menu.addEventListener("keydown", (event) => moveInMenu(event, menu, () => show(false)));
  return node;
}

function drawChoice(surface, block, element, option, close) {
  const href = option.url && safeAddress(option.url);
  const words = [plain(option.text), option.description && el("small", {}, plain(option.description))].filter(Boolean);
  const choose = () => { close(); press(surface, block, element, option.value); };
  const props = { role: "menuitem", tabindex: "-1", on: { click: choose } };
  return href
    ? el("a", { ...props, href, target: "_blank", rel: "noopener noreferrer" }, words)
    : el("button", { ...props, type: "button" }, words);
}

function moveInMenu(event, menu, close) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[(to + items.length) % items.length].focus();
  else if (event.key === "Escape") close();
  else return;
  // Escape here closes the menu only, not the modal around it.
  event.preventDefault();
  event.stopPropagation();
}
