// Everything that is watched, with how it has been: for `/kpi watches`, by channel.
import type { SlackUserId } from '#kernel/ids.ts';
import { addressesOf } from '#features/people/aliases.ts';
import { personNamed } from '#features/people/owner-of.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Metric } from '#features/metrics/metric.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { ownLabel } from '../own/own-metrics.ts';
import { ownWatches } from '../own/own-watches.ts';
import { planSeries } from '../series/plan-series.ts';
import type { Watch } from '../store.ts';
import { loadFeedback } from '../verdicts/feedback.ts';
import type { Feedback } from '../verdicts/feedback.ts';
import { mayTeach } from '../verdicts/rights.ts';
import { taughtShifts } from '../verdicts/taught-shift.ts';
import { watchesOf } from '../watching/watches-of.ts';
import { channelIds } from './channel-ids.ts';

export interface ListedWatch {
  readonly watch: Watch;
  /** Id of its channel, or of the person whom it tells; a name that nobody can see. */
  readonly place: string;
  /** Null: its question is not understood any more, and `trouble` says why. */
  readonly metric: Pick<Metric, 'id' | 'label' | 'unit'> | null;
  readonly trouble: string | null;
  /** Whether it is one of Signalbox itself. */
  readonly own: boolean;
  /** Null: nobody, or nobody in Slack. */
  readonly assignee: SlackUserId | null;
  /** Null: the playbook's. */
  readonly createdAt: Date | null;
  /** Last day that was judged; null: none so far. */
  readonly through: string | null;
  readonly feedback: Feedback | null;
  /** What verdicts have taught; 0: nothing. */
  readonly shift: number;
  readonly mayEnd: boolean;
  readonly mayReset: boolean;
}

export interface WatchList {
  readonly shown: readonly ListedWatch[];
  readonly total: number;
  readonly skip: number;
  readonly currency: string;
  readonly zone: string;
}

/** What a message holds. */
export const WATCHES_PAGE = 10;

/** @param word part of what is watched or of its channel's name; '' for all. Throws what the stores throw. */
export async function listWatches<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  turn: Turn,
  { word, skip }: { readonly word: string; readonly skip: number },
): Promise<WatchList> {
  const { stores, playbook, clock } = desk;
  const inForce = playbook().playbook;
  const asked = await stores.watches.asked();
  const all = [...watchesOf(inForce, asked), ...ownWatches(inForce)];
  const ids = await channelIds(
    desk,
    all.map(({ channel }) => channel),
  );
  const placeOf = ({ channel }: Watch): string => ids.get(channel) ?? channel;
  const names = new Map<string, string>();
  for (const [name, id] of ids) if (name.startsWith('#')) names.set(id, name);
  const nameOf = (watch: Watch): string => names.get(placeOf(watch)) ?? watch.channel;
  const wanted = visibleTo(inForce, turn, all, placeOf)
    .filter((watch) =>
      `${watch.question} ${watch.by ?? ''} ${nameOf(watch)}`.toLowerCase().includes(word.toLowerCase()),
    )
    // Where it is asked comes first, Signalbox itself last.
    .toSorted(
      (one, other) =>
        Number(isOwn(one)) - Number(isOwn(other)) ||
        Number(placeOf(other) === turn.channel) - Number(placeOf(one) === turn.channel) ||
        nameOf(one).localeCompare(nameOf(other)),
    );
  const page = wanted.slice(skip, skip + WATCHES_PAGE);
  const now = clock.now();
  const [progress, feedback, shifts] = await Promise.all([
    stores.watches.progress(page.map(({ key }) => key)),
    loadFeedback(stores, page, now),
    taughtShifts(stores, page, now),
  ]);
  const ops = isOps(inForce, turn.by);
  const began = new Map(asked.map(({ id, createdAt }) => [`watch:${id}`, createdAt]));
  const shown: ListedWatch[] = [];
  for (const watch of page) {
    const named = await understood(desk, watch);
    const assigned =
      watch.assignee === null
        ? null
        : await personNamed({ directory: stores.directory, playbook: inForce }, watch.assignee);
    const mine = watch.createdBy === turn.by.id;
    shown.push({
      watch,
      place: placeOf(watch),
      ...named,
      assignee: assigned?.id ?? null,
      createdAt: began.get(watch.key) ?? null,
      through: progress.get(watch.key)?.through ?? null,
      feedback: feedback.byWatch.get(watch.key) ?? null,
      shift: shifts.get(watch.key) ?? 0,
      mayEnd: watch.createdBy !== null && (mine || ops),
      mayReset: mayTeach(inForce, turn.by, [watch]),
    });
  }
  const { currency, timezone: zone } = inForce.organization;
  return { shown, total: wanted.length, skip, currency, zone };
}

/** The playbook is known to everybody; what others have told to themselves is theirs, except to ops. */
function visibleTo(
  inForce: Playbook,
  { by, channel }: Turn,
  watches: readonly Watch[],
  placeOf: (watch: Watch) => string,
): readonly Watch[] {
  if (isOps(inForce, by)) return watches;
  const own = addressesOf(inForce, by);
  return watches.filter((watch) => {
    if (isOwn(watch)) return false;
    const theirs = watch.createdBy === null || watch.createdBy === by.id || own.includes(watch.assignee ?? '');
    return theirs || placeOf(watch) === channel;
  });
}

function isOwn({ key }: Pick<Watch, 'key'>): boolean {
  return key.startsWith('own:');
}

async function understood<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  watch: Watch,
): Promise<Pick<ListedWatch, 'metric' | 'trouble' | 'own'>> {
  if (isOwn(watch)) {
    return { metric: { ...ownLabel(watch.question), id: watch.question }, trouble: null, own: true };
  }
  const plan = await planSeries(desk, watch);
  if (plan.kind === 'refused') return { metric: null, trouble: plan.because, own: false };
  const unjudged = plan.series === 'threshold_only' && watch.threshold === null;
  return { metric: plan.metric, trouble: unjudged ? (plan.because ?? 'Its days cannot be judged.') : null, own: false };
}
