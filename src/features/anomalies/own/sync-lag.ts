// How old the data of a CRM is. It is read each minute; a quarter of an hour is trouble.
import { elapsed, MINUTE_MS, spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Delay } from '#ports/outlook.ts';
import type { FillState, SyncState } from '#features/history/store.ts';
import { KIND_LABELS } from '#features/history/progress-view.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Reading } from './reading.ts';

const TROUBLE_MINUTES = 15;
const CALM_MINUTES = 5;
/** A minute between two rounds, and the round itself. */
const USUAL_MINUTES = 1;

export interface SyncSeen {
  readonly crm: CrmName;
  /** Of this CRM. */
  readonly states: readonly SyncState[];
  readonly fill: Pick<FillState, 'pausedAt'> | null;
  readonly delay: Delay | null;
  /** What was not read while nobody was there is not late yet. */
  readonly awake: Date;
  readonly now: Date;
}

/** Null: nothing of it was ever read whole, or somebody has its reading wait. */
export function readSyncLag({ crm, states, fill, delay, awake, now }: SyncSeen): Reading | null {
  const read = states.flatMap((state) => (state.freshAt === null ? [] : [{ ...state, freshAt: state.freshAt }]));
  const oldest = read.toSorted((a, b) => a.freshAt.getTime() - b.freshAt.getTime())[0];
  if (oldest === undefined || (fill !== null && fill.pausedAt !== null)) return null;
  const since = oldest.freshAt > awake ? oldest.freshAt : awake;
  const value = Math.max(0, elapsed(since, now)) / MINUTE_MS;
  const is = value >= TROUBLE_MINUTES ? 'trouble' : value >= CALM_MINUTES ? 'between' : 'calm';
  return {
    metric: 'sync_lag',
    series: crm,
    value,
    numerator: null,
    denominator: null,
    expected: USUAL_MINUTES,
    high: TROUBLE_MINUTES,
    probability: is === 'trouble' ? 0 : 1,
    is,
    since,
    fault: words(CRM_LABELS[crm], elapsed(since, now), oldest, delay),
  };
}

function words(name: string, lagMs: number, { kind, trouble }: SyncState, delay: Delay | null): string {
  const span = spanText(lagMs);
  if (delay?.because === 'budget') {
    return `${name} has not been read for ${span}, because its API calls of the day are used up. Reading goes on by itself when there are calls again.`;
  }
  if (delay !== null || trouble !== null) {
    const reason = trouble === null ? '' : ` ${KIND_LABELS[kind]}: ${trouble.replace(/\.$/u, '')}.`;
    return `Reading ${name} has been failing for ${span}.${reason} It is tried again each minute, and what was missed is made up for. If ${name} itself works, a revoked token or a missing scope needs a person: /signalbox doctor says more.`;
  }
  return `${name} was last read whole ${span} ago, though it answers: there is more to read than comes through. /signalbox doctor says more.`;
}
