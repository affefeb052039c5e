// Forms as a person uses them: waits for the modal that a click opens, fills it in, and reads what it says.
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '#kernel/errors.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { Person } from '../slack/people/person.ts';
import type { Json, WireView } from '../slack/world/wire.ts';
import type { Answers } from './parse-command.ts';

/** How long an app may take to open its modal; real time. */
const PATIENCE_MS = 5_000;

/**
 * The modal that this click opens. Throws Fault `unavailable` where the app does not take the click (Slack has told
 * the person) and `timeout` where no modal comes.
 */
export async function modalAfter(
  { workspace }: SlackSandbox,
  person: Person,
  click: () => ReturnType<Person['click']>,
): Promise<WireView> {
  const before = person.modal()?.id;
  const giveUp = new AbortController();
  let stop = (): void => undefined;
  const opened = new Promise<WireView>((resolve) => {
    stop = workspace.onChange((change) => {
      if (!('view' in change) || change.user !== person.user.id || change.view.type !== 'modal') return;
      if (change.kind !== 'view_closed' && change.view.id !== before) resolve(change.view);
    });
  });
  try {
    const outcome = await click();
    if (outcome.kind === 'failed')
      throw new Fault('unavailable', `Slack says that the app did not answer (${outcome.error}).`);
    const late = pause(PATIENCE_MS, null, { signal: giveUp.signal }).catch(() => null);
    const view = await Promise.race([opened, late]);
    if (view === null) throw new Fault('timeout', 'The app took the click but opened no form.');
    return view;
  } finally {
    stop();
    giveUp.abort();
  }
}

/** What goes where, by `block_id.action_id`. Throws Fault `invalid_input` naming the choices there are. */
export function entriesFor(view: WireView, { choice, person, text }: Answers): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const block of view.blocks) {
    const element = block['element'] as Json | undefined;
    if (block['type'] !== 'input' || element === undefined) continue;
    const value = valueFor(element, { choice, person, text });
    if (value !== null) entries[`${String(block['block_id'])}.${String(element['action_id'])}`] = value;
  }
  return entries;
}

function valueFor(element: Json, { choice, person, text }: Answers): string | null {
  switch (element['type']) {
    case 'static_select':
    case 'radio_buttons':
      return choice === null && element['initial_option'] !== undefined ? null : optionFor(element, choice);
    case 'users_select':
      return person;
    case 'plain_text_input':
      return text;
    default:
      return null;
  }
}

function optionFor(element: Json, choice: string | null): string {
  const options = (Array.isArray(element['options']) ? element['options'] : []) as readonly {
    readonly value: string;
    readonly text: { readonly text: string };
  }[];
  const wanted = choice?.toLowerCase() ?? '';
  const found =
    options.find(({ value }) => value.toLowerCase() === wanted) ??
    options.find(({ text }) => wanted !== '' && text.text.toLowerCase().startsWith(wanted));
  if (found !== undefined) return found.value;
  const known = options.map(({ value, text }) => `${value} (${text.text})`).join(', ');
  throw new Fault(
    'invalid_input',
    `${choice === null ? 'Choose' : `There is no "${choice}"; choose`} one of: ${known}`,
  );
}
