/* The element that takes files: they go to the sandbox at once, and their ids are the answer. */

import { el } from "./dom.js";
import { nameProps } from "./fields.js";
import { drawChip, send, sizeInWords } from "./files.js";
import { elementKey, frame } from "./press.js";
import { keep, valueOf } from "./values.js";

const MOST = 10; // docs.slack.dev, file input: what max_files is when nothing is said
const known = new Map(); // id → file, so that a redraw can name what was chosen

export function drawFileInput(surface, block, element, labels) {
  const most = element.max_files ?? MOST;
  const chosen = () => valueOf(surface.id, block, element) ?? [];
  const list = el("ul", { class: "chips", "aria-label": "Chosen files" });
  const said = el("p", { class: "hint", role: "status" });
  const picker = el("input", {
    type: "file", hidden: true, multiple: most > 1, "aria-label": "Choose files",
    accept: (element.filetypes ?? []).map((type) => `.${type}`).join(",") || null,
  });
  const button = el("button", { type: "button", class: "button", data: { focus: elementKey(surface, block, element) } }, "Choose a file");
  const group = el("div", { ...nameProps(labels), role: "group", "aria-required": null, "aria-invalid": null, class: "file-input" },
    list, picker, button, said);

  function show() {
    list.hidden = chosen().length === 0;
    button.disabled = chosen().length >= most;
    list.replaceChildren(...chosen().map((id) => drawChip(known.get(id)?.name ?? id, known.get(id) && sizeInWords(known.get(id).size), () => {
      put(chosen().filter((each) => each !== id));
      button.focus();
    })));
  }

  function put(ids) {
    keep(surface.id, block, element, ids);
    surface.changed?.(block);
    show();
  }

  async function take() {
    const wanted = [...picker.files].slice(0, most - chosen().length);
    for (const file of wanted) {
      said.textContent = `${file.name} is on its way…`;
      const answer = await send(file);
      said.textContent = answer.ok ? "" : answer.error;
      if (!answer.ok) break;
      known.set(answer.file.id, answer.file);
      put([...chosen(), answer.file.id]);
    }
    picker.value = "";
  }

  button.addEventListener("click", () => picker.click());
  picker.addEventListener("change", take);
  show();
  return frame(surface, block, element, group);
}
