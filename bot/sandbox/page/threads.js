/* Which replies one has not seen. Slack's mark is of the whole conversation, so where one stands in
   each thread is remembered here, for as long as the tab is open. */

const KEY = "sandbox.threads";
const seen = new Map(Object.entries(JSON.parse(sessionStorage.getItem(KEY) ?? "{}")));

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
const keyOf = (me, room, thread) => `${me}|${room}|${thread}`;

/* A thread met for the first time is read as far as its conversation is. */
export function noteThreads(data) {
  const before = seen.size;
  for (const room of data.conversations) {
    for (const message of data.messages[room.id] ?? []) {
      const key = keyOf(data.me, room.id, message.thread_ts);
      if (isReply(message) && !seen.has(key)) seen.set(key, room.read ?? "0");
    }
  }
  if (seen.size > before) keep();
}

export function repliesTo(data, room, thread) {
  return (data.messages[room] ?? []).filter((message) => isReply(message) && message.thread_ts === thread);
}

/* As in Slack, one follows a thread that one has begun, or has said something in. */
function follows(data, room, thread) {
  return (data.messages[room] ?? []).some((message) =>
    message.user === data.me && (message.ts === thread || message.thread_ts === thread));
}

/* The replies of others that came since one was last in the thread, where one follows it. */
export function freshReplies(data, room, thread) {
  if (!follows(data, room, thread)) return [];
  const read = Number(seen.get(keyOf(data.me, room, thread)) ?? 0);
  return repliesTo(data, room, thread).filter((reply) => reply.user !== data.me && Number(reply.ts) > read);
}

export function freshIn(data, room) {
  const threads = new Set((data.messages[room] ?? []).filter(isReply).map((message) => message.thread_ts));
  return [...threads].reduce((sum, thread) => sum + freshReplies(data, room, thread).length, 0);
}

export function readThread(data, room, thread) {
  const newest = repliesTo(data, room, thread).at(-1)?.ts;
  const key = keyOf(data.me, room, thread);
  if (!newest || seen.get(key) === newest) return;
  seen.set(key, newest);
  keep();
}

export function forgetThreads() {
  seen.clear();
  keep();
}

function keep() {
  sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(seen)));
}
