/* The JSON calls of the sandbox, one function each. */

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    return { ok: false, offline: true, error: "The sandbox does not answer. Is it still running?" };
  }
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

export const getState = (as) =>
  answer(fetch(`/sandbox/state?as=${encodeURIComponent(as)}`, { cache: "no-store" }));
export const say = (as, conversation, text) => post("say", { as, conversation, text });
export const click = (as, body) => post("click", { as, ...body });
export const submit = (as, view, values) => post("submit", { as, view, values });
export const close = (as, view) => post("close", { as, view });
export const closeAll = (as, view) => post("close", { as, view, everything: true });
export const openHome = (as) => post("open_home", { as });
export const openConversation = (as, conversation) => post("open", { as, conversation });
export const advanceClock = (seconds) => post("clock", { advance: seconds });
export const startOver = () => post("start_over", {});

/* Calls back with each version the server announces, and with `false`/`true` when the line
   is lost or back. The browser reconnects by itself. */
export function listen({ version, online }) {
  const source = new EventSource("/sandbox/changes");
  source.addEventListener("open", () => online(true));
  source.addEventListener("error", () => online(false));
  source.addEventListener("message", (event) => version(JSON.parse(event.data).version));
}
