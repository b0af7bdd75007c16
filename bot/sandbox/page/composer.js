/* Where one writes: messages, files with them, and commands with their hints. */

import { clearNotice, notice } from "./announce.js";
import * as calls from "./calls.js";
import { makeCommandList } from "./commands.js";
import { el, keepFocus } from "./dom.js";
import * as files from "./files.js";
import { addressOf, current, place, refresh } from "./state.js";

const NOTHING = { text: "", files: [] };
const drafts = new Map(); // person, conversation and thread → what was begun there
// From here on there is room for the name of whom one writes to.
const ROOMY = matchMedia("(min-width: 30rem)");

/* Fills the empty form `root`. `id` is that of its field; `scroll` is what shows the messages. */
export function makeComposer(root, { id, scroll, inThread = false }) {
  const parts = drawParts(id);
  const { field, list, waiting, picker, attach, hint } = parts;
  root.append(waiting, list, field, picker, attach, parts.send, hint);
  const commands = inThread ? null : makeCommandList(field, list, write);
  let shown = "";
  let to = null; // the conversation
  let thread = "";

  function draw(data, room, ts = "") {
    to = room;
    thread = ts;
    root.hidden = !room || room.is_archived;
    if (!room) return;
    const name = room.kind === "direct" ? room.name : `#${room.name}`;
    field.setAttribute("aria-label", inThread ? `Reply in thread in ${name}` : `Message ${name}`);
    field.placeholder = inThread ? "Reply…" : ROOMY.matches ? `Message ${name}` : "Write a message";
    drawHint(data.commands.map((each) => each.command));
    const key = `${data.me}|${room.id}|${ts}`;
    if (shown === key) return;
    shown = key;
    write(draft().text);
    drawWaiting();
  }

  const draft = (key = shown) => drafts.get(key) ?? NOTHING;
  const remember = (change, key = shown) => drafts.set(key, { ...draft(key), ...change });

  function drawHint(names) {
    hint.hidden = inThread || names.length === 0;
    hint.textContent = `Type / for commands: ${names.slice(0, 3).join(", ")}`;
  }

  function write(text) {
    field.value = text;
    typed();
  }

  function typed() {
    remember({ text: field.value });
    // As tall as what is in it; the style sheet sets the limit.
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
    commands?.offer();
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (commands?.pressed(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  function drawWaiting() {
    waiting.hidden = draft().files.length === 0;
    keepFocus(waiting, () => waiting.replaceChildren(...draft().files.map((file) =>
      files.drawChip(file.name, file.id ? files.sizeInWords(file.size) : "on its way…", () => leaveOut(file)))), field);
  }

  function leaveOut(file) {
    remember({ files: draft().files.filter((each) => each !== file) });
    drawWaiting();
  }

  /* Each file goes to the sandbox at once, so that sending waits for nothing. */
  async function picked() {
    const key = shown;
    for (const chosen of [...picker.files]) {
      const coming = { name: chosen.name };
      remember({ files: [...draft(key).files, coming] }, key);
      drawWaiting();
      const answer = await files.send(chosen);
      if (answer.ok) Object.assign(coming, answer.file);
      else {
        remember({ files: draft(key).files.filter((each) => each !== coming) }, key);
        notice(answer.error);
      }
      drawWaiting();
    }
    picker.value = "";
    field.focus();
  }

  /* The field is emptied at once, as in Slack; what could not be sent comes back into it. */
  async function send() {
    const from = shown;
    const begun = draft();
    const text = begun.text.trim();
    const ready = begun.files.filter((file) => file.id).map((file) => file.id);
    if ((!text && !ready.length) || ready.length < begun.files.length) return undefined;
    // Slack's own clients do not let a command go from a thread either.
    if (thread && text.startsWith("/")) return notice("Commands do not work in threads. Type it in the conversation itself.");
    const { as, in: where } = place();
    const [room, more] = [to.id, { ...(thread && { thread_ts: thread }), ...(ready.length && { files: ready }) }];
    clearNotice();
    remember(NOTHING);
    write("");
    drawWaiting();
    field.focus();
    // Who is at the end stays there, so the answer will be seen.
    scroll.scrollTop = scroll.scrollHeight;
    // What comes back stands in the conversation, so that is where one has to be.
    if (where === "home") location.hash = addressOf(as, room);
    const answer = await calls.say(as, room, text, more);
    if (!answer.ok) bringBack(begun, from, answer.error);
    // A command without an answer needs no word here: Slackbot says so in the conversation.
    return refresh();
  }

  function bringBack(begun, from, error) {
    notice(error);
    if (draft(from).text) return;
    drafts.set(from, begun);
    if (shown !== from) return;
    write(begun.text);
    drawWaiting();
  }

  field.addEventListener("input", typed);
  field.addEventListener("keydown", pressed);
  attach.addEventListener("click", () => picker.click());
  picker.addEventListener("change", picked);
  root.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  ROOMY.addEventListener("change", () => { if (current()) draw(current(), to, thread); });

  return { draw, startWriting: () => startWriting(field), focusOr: (other) => (hasKeys() ? field : other).focus() };
}

function drawParts(id) {
  const list = el("div", { id: `${id}-commands`, class: "commands", role: "listbox", "aria-label": "Commands", hidden: true });
  const field = el("textarea", {
    id, rows: 1, "aria-autocomplete": "list", "aria-controls": list.id, "aria-describedby": `${id}-hint`, enterkeyhint: "send",
  });
  return {
    list, field,
    waiting: el("ul", { class: "chips", "aria-label": "Files to send", hidden: true }),
    picker: el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Choose files" }),
    attach: el("button", { type: "button", class: "button quiet attach", "aria-label": "Attach a file", title: "Attach a file" }, "+"),
    send: el("button", { type: "submit", class: "button primary" }, "Send"),
    hint: el("p", { class: "hint", id: `${id}-hint`, hidden: true }),
  };
}

/* Where there is a mouse there is a keyboard; on a phone the keys would cover half the page. */
const hasKeys = () => matchMedia("(pointer: fine)").matches;

function startWriting(field) {
  if (document.activeElement === document.body && hasKeys()) field.focus();
}
