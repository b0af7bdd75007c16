/* Dates and times in the viewer's zone: the clock, message times, and Slack's date tokens. */

import { me, now } from "./state.js";

const DAY = 86400;
const formatters = new Map();
const ORDINAL = new Intl.PluralRules("en-US", { type: "ordinal" });

function formatted(ts, options, zone = viewerZone()) {
  return formatter(options, zone).format(new Date(ts * 1000));
}

function formatter(options, zone = viewerZone()) {
  const key = zone + JSON.stringify(options);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }));
  }
  return formatters.get(key);
}

export const viewerZone = () => knownZone(me().zone);

function knownZone(zone) {
  try {
    Intl.DateTimeFormat("en-US", { timeZone: zone });
    return zone || "UTC";
  } catch {
    return "UTC"; // a zone the browser does not know must not take the page down
  }
}

/* What the clock on somebody's wall says now: "9:00 AM PDT". */
export const clockOf = (zone) =>
  formatted(now(), { hour: "numeric", minute: "2-digit", timeZoneName: "short" }, knownZone(zone));

export const timeOf = (ts) => formatted(ts, { hour: "numeric", minute: "2-digit" });
export const dayOf = (ts) => formatted(ts, { year: "numeric", month: "2-digit", day: "2-digit" });
/* A moment in a sentence: "Tuesday, March 10, at 3:00 PM". */
export const momentInWords = (ts) =>
  `${formatted(ts, { weekday: "long", month: "long", day: "numeric", ...yearIfFar(ts) })}, at ${timeOf(ts)}`;
export const wholeOf = (ts) => formatted(ts, { dateStyle: "full", timeStyle: "short" });

/* A browser's field for a date with its time holds a wall clock; here it hangs in the viewer's zone. */
export function wallClock(ts) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const part = Object.fromEntries(formatter(options).formatToParts(new Date(ts * 1000)).map((one) => [one.type, one.value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/* Twice, because the zone's distance is that of the moment itself, which the first round only comes near. */
export function momentOf(wall) {
  const asIfUtc = seconds(wall);
  const round = (ts) => asIfUtc - (seconds(wallClock(ts)) - ts);
  return round(round(asIfUtc));
}

const seconds = (wall) => Date.parse(`${wall}Z`) / 1000;

/* In two parts, so that a narrow screen breaks between them. */
export function clockParts() {
  return [
    formatted(now(), { weekday: "short", month: "short", day: "numeric" }),
    formatted(now(), { hour: "numeric", minute: "2-digit", timeZoneName: "short" }),
  ];
}

/* The line between two days of a conversation. */
export function dayTitle(ts) {
  return near(ts, true) ?? formatted(ts, { weekday: "long", month: "long", day: "numeric", ...yearIfFar(ts) });
}

/* Fills <!date^ts^format> tokens. Slack capitalises the first letter of the result. */
export function fillDate(ts, format) {
  const filled = format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(ts) ?? token);
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

const TOKENS = {
  date_num: (ts) => {
    const [month, day, year] = dayOf(ts).split("/");
    return `${year}-${month}-${day}`;
  },
  date_slash: (ts) => dayOf(ts),
  date: (ts) => ordinalDate(ts, {}),
  date_full: (ts) => formatted(ts, { year: "numeric", month: "long", day: "numeric" }),
  date_short: (ts) => formatted(ts, { year: "numeric", month: "short", day: "numeric" }),
  date_long: (ts) => ordinalDate(ts, { weekday: "long" }),
  date_long_full: (ts) => formatted(ts, { weekday: "long", year: "numeric", month: "long", day: "numeric" }),
  date_pretty: (ts) => near(ts) ?? TOKENS.date(ts),
  date_short_pretty: (ts) => near(ts) ?? TOKENS.date_short(ts),
  date_long_pretty: (ts) => near(ts) ?? TOKENS.date_long(ts),
  time: timeOf,
  time_secs: (ts) => formatted(ts, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (ts) => ago(ts),
};

function near(ts, capital = false) {
  const words = [[-DAY, "yesterday"], [0, "today"], [DAY, "tomorrow"]];
  const word = words.find(([shift]) => dayOf(now() + shift) === dayOf(ts))?.[1];
  return word && capital ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function yearIfFar(ts) {
  return formatted(ts, { year: "numeric" }) === formatted(now(), { year: "numeric" }) ? {} : { year: "numeric" };
}

/* "February 18th, 2014", as Slack writes {date} and {date_long}. */
function ordinalDate(ts, extra) {
  const day = Number(formatted(ts, { day: "numeric" }));
  const ending = { one: "st", two: "nd", few: "rd", other: "th" }[ORDINAL.select(day)];
  const options = { year: "numeric", month: "long", day: "numeric", ...extra };
  return formatter(options).formatToParts(new Date(ts * 1000))
    .map((part) => (part.type === "day" ? part.value + ending : part.value)).join("");
}

function ago(ts) {
  const seconds = ts - now();
  const [unit, size] = [["day", DAY], ["hour", 3600], ["minute", 60], ["second", 1]]
    .find(([, one]) => Math.abs(seconds) >= one) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-US", { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
