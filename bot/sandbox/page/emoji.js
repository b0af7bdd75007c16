/* The emoji people use most, by Slack's names; one that is not here is shown by its name. */

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", clap: "👏", pray: "🙏",
  raised_hands: "🙌", muscle: "💪", point_right: "👉", point_down: "👇", point_up: "☝️", eyes: "👀",
  handshake: "🤝", speech_balloon: "💬", thought_balloon: "💭", raising_hand: "🙋", ok_hand: "👌",
  smile: "😄", smiley: "😃", grin: "😁", slightly_smiling_face: "🙂", blush: "😊", wink: "😉",
  joy: "😂", thinking_face: "🤔", cry: "😢", heart_eyes: "😍", sunglasses: "😎", sweat_smile: "😅",
  heart: "❤️", purple_heart: "💜", blue_heart: "💙", green_heart: "💚", yellow_heart: "💛", sparkles: "✨",
  star: "⭐", star2: "🌟", tada: "🎉", confetti_ball: "🎊", balloon: "🎈", trophy: "🏆", fire: "🔥",
  rocket: "🚀", "100": "💯", bulb: "💡", seedling: "🌱", sunny: "☀️", sunrise: "🌅", rainbow: "🌈",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔",
  warning: "⚠️", question: "❓", grey_question: "❔", exclamation: "❗", information_source: "ℹ️",
  calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️", clock1: "🕐", clock3: "🕒", alarm_clock: "⏰",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", bell: "🔔", no_bell: "🔕",
  phone: "☎️", telephone_receiver: "📞", iphone: "📱", email: "✉️", envelope: "✉️", mailbox: "📫",
  link: "🔗", paperclip: "📎", pushpin: "📌", round_pushpin: "📍", memo: "📝", pencil: "📝",
  pencil2: "✏️", clipboard: "📋", page_facing_up: "📄", books: "📚", book: "📖", newspaper: "📰",
  mag: "🔍", key: "🔑", lock: "🔒", unlock: "🔓", gear: "⚙️", hammer: "🔨", wrench: "🔧",
  ballot_box_with_ballot: "🗳️", ballot_box: "🗳️", classical_building: "🏛️", school: "🏫", house: "🏠",
  us: "🇺🇸", flag_us: "🇺🇸", "flag-us": "🇺🇸", world_map: "🗺️", statue_of_liberty: "🗽", compass: "🧭",
  microphone: "🎤", studio_microphone: "🎙️", loudspeaker: "📢", mega: "📣", movie_camera: "🎥",
  coffee: "☕", pizza: "🍕", cake: "🍰", gift: "🎁", moneybag: "💰", dollar: "💵", chart_with_upwards_trend: "📈",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", woman: "👩", man: "👨", family: "👪", robot_face: "🤖",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄",
  red_circle: "🔴", large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡", white_circle: "⚪",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
};

const EMOJI_NAME = /:([a-z0-9_+'-]+):/;

export const emoji = (name) => (Object.hasOwn(EMOJI, name) ? EMOJI[name] : null);

/* For plain_text, where an emoji name is the only markup. */
export function withEmoji(text) {
  return text.replace(new RegExp(EMOJI_NAME, "g"), (whole, name) => emoji(name) ?? whole);
}
