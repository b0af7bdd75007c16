/* What people typed and chose, kept by surface (a view or a message), block and action.
   As in Slack: the same ids keep what was typed when a view is updated; new ids start with
   the initial value; ids that disappear are forgotten. */

const surfaces = new Map();
const INITIAL = {
  plain_text_input: (e) => e.initial_value ?? null,
  email_text_input: (e) => e.initial_value ?? null,
  url_text_input: (e) => e.initial_value ?? null,
  number_input: (e) => e.initial_value ?? null,
  rich_text_input: (e) => e.initial_value ?? null,
  file_input: () => [],
  static_select: (e) => e.initial_option?.value ?? null,
  external_select: (e) => e.initial_option?.value ?? null,
  multi_external_select: (e) => (e.initial_options ?? []).map((option) => option.value),
  radio_buttons: (e) => e.initial_option?.value ?? null,
  checkboxes: (e) => (e.initial_options ?? []).map((option) => option.value),
  multi_static_select: (e) => (e.initial_options ?? []).map((option) => option.value),
  users_select: (e) => e.initial_user ?? null,
  multi_users_select: (e) => e.initial_users ?? [],
  conversations_select: (e) => e.initial_conversation ?? null,
  multi_conversations_select: (e) => e.initial_conversations ?? [],
  channels_select: (e) => e.initial_channel ?? null,
  multi_channels_select: (e) => e.initial_channels ?? [],
  datepicker: (e) => e.initial_date ?? null,
  timepicker: (e) => e.initial_time ?? null,
  datetimepicker: (e) => e.initial_date_time ?? null,
};

export function settle(surface, blocks) {
  const before = surfaces.get(surface) ?? new Map();
  const after = new Map();
  for (const [block, element] of statefulElements(blocks)) {
    const key = `${block.block_id}|${element.action_id}`;
    const kept = before.get(key);
    const same = kept?.type === element.type && stillOffered(element, kept.value);
    after.set(key, same ? kept : {
      block: block.block_id, action: element.action_id, type: element.type,
      value: INITIAL[element.type](element),
    });
  }
  surfaces.set(surface, after);
}

export function valueOf(surface, block, element) {
  return surfaces.get(surface)?.get(`${block.block_id}|${element.action_id}`)?.value ?? null;
}

export function keep(surface, block, element, value) {
  const entry = surfaces.get(surface)?.get(`${block.block_id}|${element.action_id}`);
  if (entry) entry.value = value;
}

/* As the server takes them: {block_id: {action_id: plain value}}. */
export function valuesOf(surface) {
  const values = {};
  for (const { block, action, value } of surfaces.get(surface)?.values() ?? []) {
    (values[block] ??= {})[action] = value;
  }
  return values;
}

/* Closed views are forgotten, so that opening the form anew starts it anew. */
export function forgetViewsExcept(as, open) {
  for (const surface of surfaces.keys()) {
    if (surface.startsWith(`${as}|view|`) && !open.includes(surface)) surfaces.delete(surface);
  }
}

export function forgetEverything() {
  surfaces.clear();
}

function* statefulElements(blocks) {
  for (const block of blocks ?? []) {
    for (const element of [block.accessory, block.element, ...(block.elements ?? [])]) {
      if (element && INITIAL[element.type]) yield [block, element];
    }
  }
}

function stillOffered(element, value) {
  const offered = optionsOf(element).map((option) => option.value);
  if (!offered.length || value === null) return true;
  return [value].flat().every((one) => offered.includes(one));
}

function optionsOf(element) {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}
