// How far the reading of a CRM's past has come, as a message for ops and as lines for a terminal. Pure.
import { actions, context, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { elapsed, spanText } from '#kernel/time.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import type { Message } from '#ports/messenger.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { FillState, SyncState } from './store.ts';

export const PROGRESS_ACTIONS = { pause: 'history.pause', resume: 'history.resume' } as const;

export const KIND_LABELS: Readonly<Record<HistoryKind, string>> = {
  company: 'Companies',
  campaign: 'Campaigns',
  person: 'Leads and contacts',
  deal: 'Deals',
  touch: 'Touches',
  activity: 'Activities',
  subscription: 'Subscriptions',
  content: 'Content',
};

export interface ProgressData {
  readonly fill: FillState;
  readonly states: readonly SyncState[];
  /** Records a second; null: not known. */
  readonly rate: number | null;
  readonly now: Date;
}

const BAR = 20;
const TROUBLE_MAX = 300;

export function progressMessage(data: ProgressData): Message {
  const { fill } = data;
  const text = headline(data);
  const own = statesOf(data);
  const troubles = own.filter(({ trouble }) => trouble !== null);
  const blocks: Block[] = [section(join([escape(text), ...own.map((state) => kindLine(state))]))];
  if (troubles.length > 0) blocks.push(section(join(troubles.map(troubleLine))));
  if (fill.finishedAt !== null) return { text, blocks };
  const left = timeLeft(data);
  blocks.push(
    context([
      escape(
        [
          ...(data.rate === null || fill.pausedAt !== null ? [] : [`${count(Math.round(data.rate))} records a second`]),
          ...(left === null || fill.pausedAt !== null ? [] : [`about ${spanText(left)} left for what is counted`]),
          'New leads are announced meanwhile. KPIs say what is still missing.',
        ].join('  ·  '),
      ),
    ]),
    actions([
      fill.pausedAt === null
        ? button({ action: PROGRESS_ACTIONS.pause, text: 'Pause', value: fill.crm })
        : button({ action: PROGRESS_ACTIONS.resume, text: 'Resume', value: fill.crm, style: 'primary' }),
    ]),
  );
  return { text, blocks };
}

/** One plain sentence: how it stands as a whole. */
export function headline(data: ProgressData): string {
  const { fill, now } = data;
  const label = CRM_LABELS[fill.crm];
  const own = statesOf(data);
  const done = own.reduce((sum, state) => sum + state.done, 0);
  if (fill.finishedAt !== null) {
    return `Everything in ${label} is read: ${records(done)} in ${spanText(elapsed(fill.startedAt, fill.finishedAt))}.`;
  }
  if (fill.pausedAt !== null) {
    return `Reading ${label} is paused for ${spanText(elapsed(fill.pausedAt, now))}, after ${records(done)}.`;
  }
  return `Reading ${label}: ${records(done)} so far.`;
}

/** Kinds of this fill, in the order in which they are read. */
function statesOf({ fill, states }: Pick<ProgressData, 'fill' | 'states'>): readonly SyncState[] {
  return HISTORY_KINDS.flatMap((kind) => states.filter((state) => state.kind === kind)).filter(
    ({ startedAt }) => startedAt >= fill.startedAt,
  );
}

/** A few hundred records are read before anybody could read about it. */
const FEW = 500;

export function isWorthTelling(fill: FillState, states: readonly SyncState[]): boolean {
  return statesOf({ fill, states }).reduce((sum, { done, total }) => sum + Math.max(done, total ?? 0), 0) >= FEW;
}

/** Milliseconds for what was counted and is not here yet; null where nobody can tell. */
export function timeLeft(data: ProgressData): number | null {
  if (data.rate === null || data.rate <= 0) return null;
  const open = statesOf(data).filter(({ phase }) => phase === 'fill');
  const missing = open.reduce((sum, { done, total }) => sum + Math.max(0, (total ?? done) - done), 0);
  return missing === 0 ? null : (missing * 1000) / data.rate;
}

/** Twenty cells, full ones first. */
export function bar({ phase, done, total }: Pick<SyncState, 'phase' | 'done' | 'total'>): string {
  const share = phase === 'follow' ? 1 : total === null || total === 0 ? 0 : Math.min(1, done / total);
  const full = Math.floor(share * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

/** `1,200 of 41,208`. */
export function amountRead({ phase, done, total }: Pick<SyncState, 'phase' | 'done' | 'total'>): string {
  if (phase === 'follow' || total === null || done > total) return count(done);
  return `${count(done)} of ${count(total)}`;
}

function kindLine(state: SyncState): Mrkdwn {
  return md`${escape(bar(state))}  ${escape(KIND_LABELS[state.kind])}  ${escape(amountRead(state))}`;
}

function troubleLine({ kind, trouble }: SyncState): Mrkdwn {
  return md`:warning: ${escape(KIND_LABELS[kind])}: ${escape(trouble ?? '', TROUBLE_MAX)} It is tried again each minute.`;
}

function records(done: number): string {
  return done === 1 ? '1 record' : `${count(done)} records`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
