/* Light or dark: as the device says, until somebody decides otherwise here. */

const KEY = "sandbox.theme";
const DEVICE = matchMedia("(prefers-color-scheme: dark)");
const button = document.getElementById("theme");

const isDark = () => (localStorage.getItem(KEY) ?? (DEVICE.matches ? "dark" : "light")) === "dark";

function show() {
  document.documentElement.style.colorScheme = isDark() ? "dark" : "light";
  button.setAttribute("aria-pressed", String(isDark()));
}

/* What the device says anyway need not be remembered: it may change in the evening. */
function change() {
  const wanted = isDark() ? "light" : "dark";
  if ((wanted === "dark") === DEVICE.matches) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, wanted);
  show();
}

export function watchTheme() {
  show();
  button.addEventListener("click", change);
  DEVICE.addEventListener("change", show);
}
