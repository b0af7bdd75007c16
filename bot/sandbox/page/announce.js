/* Says things calmly: notices people see, and words only screen readers hear. */

const one = (id) => document.getElementById(id);

/* An open dialog makes the rest of the page unreachable, so the notice goes where the person is. */
export function notice(text) {
  const inDialog = one("modal").open;
  const box = one(inDialog ? "modal-notice" : "notice");
  box.hidden = false;
  box.querySelector("p").textContent = text;
}

export function clearNotice() {
  one("notice").hidden = true;
  one("modal-notice").hidden = true;
}

export function announce(text) {
  one("heard").textContent = text;
}

export function watchNotices() {
  for (const id of ["notice", "modal-notice"]) {
    one(id).querySelector("button").addEventListener("click", () => { one(id).hidden = true; });
  }
}
