/* The JSON calls of the sandbox, one function each. */

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    return { ok: false, offline: true, error: "The sandbox does not answer. Is it still running?" };
  }
  if (response.status === 404) return { ok: false, missing: true, error: "This sandbox does not know how to do that." };
  try {
    return await response.json();
  } catch {
    return { ok: false, error: `The sandbox answered in a way this page does not know (${response.status}).` };
  }
}

function post(name, body) {
  return answer(fetch(`/sandbox/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }));
}

const get = (name) => answer(fetch(`/sandbox/${name}`, { cache: "no-store" }));

export const getState = (as) => get(`state?as=${encodeURIComponent(as)}`);
export const getInside = (as) => get(`inside?as=${encodeURIComponent(as)}`);
export const getTraffic = (after) => get(`traffic?after=${after}`);
export const getFaults = () => get("faults");
export const getBreaches = () => get("breaches");
/* `more`: thread_ts, files. */
export const say = (as, conversation, text, more = {}) => post("say", { as, conversation, text, ...more });
export const upload = (as, filename, content) => post("upload", { as, filename, content });
export const suggest = (as, body) => post("suggest", { as, ...body });
export const click = (as, body) => post("click", { as, ...body });
export const submit = (as, view, values) => post("submit", { as, view, values });
export const close = (as, view) => post("close", { as, view });
export const closeAll = (as, view) => post("close", { as, view, everything: true });
export const openHome = (as) => post("open_home", { as });
export const openConversation = (as, conversation) => post("open", { as, conversation });
/* `how`: {advance: seconds}, {until: ISO 8601} or {next_due: true}. */
export const moveClock = (how) => post("clock", how);
export const orderFault = (order) => post("faults", order);
export const travel = (as, zone) => post("zone", { as, zone });
export const disconnect = () => post("disconnect", {});
export const startOver = () => post("start_over", {});

/* Calls back with each version the server announces, and with `false`/`true` when the line
   is lost or back. The browser reconnects by itself. */
export function listen({ version, online }) {
  const source = new EventSource("/sandbox/changes");
  source.addEventListener("open", () => online(true));
  source.addEventListener("error", () => online(false));
  source.addEventListener("message", (event) => version(JSON.parse(event.data).version));
}
