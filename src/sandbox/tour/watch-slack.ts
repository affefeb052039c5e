// Turns what happens in the workspace into sightings of the tour.
import type { Act } from '../slack/people/scene.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { Change } from '../slack/world/changes.ts';
import { textOf } from '../slack/world/elements.ts';
import type { Json } from '../slack/world/wire.ts';
import { recordsIn, recordsNamed } from './records-shown.ts';
import type { Crms } from './records-shown.ts';
import type { RecordKey, Sighting } from './sightings.ts';

export interface WatchSlackDeps extends Crms {
  readonly slack: SlackSandbox;
  /** Whether the record's CRM is out of order. */
  readonly isUnreachable: (record: RecordKey) => boolean;
  readonly onSight: (seen: Sighting) => void;
}

/** The app's own names for its buttons. */
const CLAIM = 'leads.claim';
const WHY = 'leads.why';
const MORE = 'leads.more';
const APPROVE = 'approvals.approve';

/** Answers how to stop it. */
export function watchSlack(deps: WatchSlackDeps): () => void {
  const { slack, onSight } = deps;
  const { workspace } = slack;
  /** When the app last showed something to somebody: what it shows may overtake its acknowledgement. */
  const lastShown = new Map<string, { at: number; seen: Sighting }>();

  function onChange(change: Change): void {
    if (change.kind === 'note_shown' && change.note.from === 'app') show({ kind: 'shown', to: change.note.user });
    if (change.kind === 'view_opened' || change.kind === 'view_pushed') show({ kind: 'shown', to: change.user });
    if (change.kind !== 'message_posted' || change.message.bot_id === undefined) return;
    onSight({ kind: 'posted', records: recordsIn(deps, change.message.blocks) });
    if (JSON.stringify(change.message.blocks ?? []).includes(`"${APPROVE}"`)) onSight({ kind: 'requested' });
  }

  function show(seen: Extract<Sighting, { kind: 'shown' }>): void {
    lastShown.set(seen.to, { at: performance.now(), seen });
    onSight(seen);
  }

  function onAct(act: Act): void {
    if (act.outcome.kind !== 'acknowledged') return;
    const seen = sightingOf(deps, act);
    if (seen === null) return;
    onSight(seen);
    const shown = lastShown.get(act.user);
    if (shown !== undefined && shown.at >= performance.now() - act.outcome.tookMs) onSight(shown.seen);
  }

  const stops = [workspace.onChange(onChange), workspace.onAct(onAct)];
  return () => {
    for (const stop of stops) stop();
  };
}

function sightingOf(deps: WatchSlackDeps, { user, payload }: Act): Sighting | null {
  if (typeof payload['command'] === 'string') return commanded(deps, user, payload['command'], String(payload['text']));
  if (payload['type'] !== 'block_actions') return null;
  const [action] = payload['actions'] as readonly Json[];
  const id = action?.['action_id'];
  if (id === WHY || (id === MORE && choiceOf(action).startsWith('why:')))
    return { kind: 'asked', by: user, about: 'why' };
  return id === CLAIM ? claimed(deps, user, recordsAt(deps, payload, String(action?.['value']))) : null;
}

function commanded(deps: WatchSlackDeps, user: string, command: string, text: string): Sighting | null {
  const [verb = '', ...rest] = text.trim().split(/\s+/u);
  const word = `${command} ${verb.toLowerCase()}`;
  if (word === '/signalbox audit') return { kind: 'asked', by: user, about: 'audit' };
  if (word === '/lead why') return { kind: 'asked', by: user, about: 'why' };
  return word === '/lead claim' ? claimed(deps, user, recordsNamed(deps, rest.join(' '))) : null;
}

function claimed({ isUnreachable }: WatchSlackDeps, by: string, records: readonly RecordKey[]): Sighting {
  return { kind: 'claimed', at: Date.now(), by, records, unreachable: records.filter(isUnreachable) };
}

/** Those of the row that the button stands in, of the whole message where that names none. */
function recordsAt(deps: WatchSlackDeps, payload: Act['payload'], value: string): readonly RecordKey[] {
  const { message_ts: ts, channel_id: channel } = payload['container'] as Readonly<Record<string, string>>;
  const { workspace } = deps.slack;
  const note = workspace.notes().find((each) => each.ts === ts);
  const message = channel === undefined ? undefined : workspace.messages(channel).findLast((each) => each.ts === ts);
  const blocks = (note ?? message)?.blocks ?? [];
  const row = recordsIn(
    deps,
    blocks.filter((block) => JSON.stringify(block).includes(value)),
  );
  return row.length > 0 ? row : recordsIn(deps, blocks);
}

function choiceOf(action: Json | undefined): string {
  const choice = action?.['selected_option'] as { readonly value?: unknown } | undefined;
  return textOf(choice?.value);
}
