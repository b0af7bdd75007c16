/* Builds page elements from plain values; text from people only ever becomes text. */

/* Everything on the page is made here, and there is no way to pass markup in:
   children are nodes, strings (which become text) or lists of them;
   null, undefined and false are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    Object.assign(node.dataset, value);
  } else if (name === "value" || name === "checked" || name === "selected") {
    node[name] = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

export function hidden(text) {
  return el("span", { class: "unseen" }, text);
}

/* Only addresses a person can safely follow become links; anything else stays text. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, children, props = {}) {
  const href = safeAddress(address);
  if (!href) return el("span", props, children);
  return el("a", { ...props, href, target: "_blank", rel: "noopener noreferrer" }, children);
}

/* Redraws part of the page without losing the reader's place: the focused element comes back
   by its data-focus name, with the caret where it was. When it is gone, focus goes to `home`. */
export function keepFocus(root, redraw, home = null) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.dataset.focus;
  const caret = caretOf(focused);
  redraw();
  if (!focused || focused.isConnected) return;
  const again = name ? byFocus(root, name) : null;
  (again ?? home)?.focus({ preventScroll: true });
  if (again && caret) again.setSelectionRange(...caret);
}

export function byFocus(root, name) {
  return root.querySelector(`[data-focus="${CSS.escape(name)}"]`);
}

/* Date and time fields have no caret; asking for it gives null. */
function caretOf(node) {
  if (node?.selectionStart === null || node?.selectionStart === undefined) return null;
  return [node.selectionStart, node.selectionEnd];
}

/* Puts the wanted nodes in this order with as few moves as possible, so that untouched ones
   keep focus, selection and scroll position. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}
