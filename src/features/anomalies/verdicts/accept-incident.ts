// "New normal": somebody says that what is since the incident began stays. Detectors expect it from now on, and it is over.
import type { WatchTx } from '../desk.ts';
import { acceptNormal } from '../judging/accept-normal.ts';
import type { SeriesDeps } from '../series/plan-series.ts';
import { dayWords } from '../telling/day-words.ts';
import { cannotJudge, closedBy } from './judge-incident.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { keepVerdict } from './keep-verdict.ts';
import { changeLearned, interruptLooks, learnedSeries, reachedBy } from './learned-series.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome } from './outcome.ts';
import { mayTeach, watchesBehind } from './rights.ts';

/** Throws Fault `unavailable` when the number is being looked at right now. */
export async function acceptIncident<Tx extends WatchTx>(
  desk: VerdictDesk<Tx> & SeriesDeps,
  { incident: id, ...turn }: IncidentInput,
): Promise<IncidentOutcome> {
  const { stores, transact, clock, playbook } = desk;
  const seen = await stores.incidents.find(id);
  const because = cannotJudge(seen, 'new_normal');
  if (seen === null || because !== null) return refuse(because ?? 'unknown', seen);
  const { playbook: active } = playbook();
  const watches = await watchesBehind(stores, active, seen);
  if (!mayTeach(active, turn.by, watches)) return refuse('not_allowed', seen);
  const learned = await learnedSeries(desk, seen, watches);
  if (learned.length === 0) return refuse('no_normal', seen);
  const reached = await reachedBy(stores, learned);
  return transact(async (tx) => {
    await interruptLooks(tx, reached);
    const before = await tx.incidents.find(id);
    const late = cannotJudge(before, 'new_normal');
    if (before === null || late !== null) return refuse(late ?? 'unknown', before);
    const at = clock.now();
    await changeLearned(tx, learned, ({ plan }, state) =>
      // Of cohorts nothing needs to be remembered before somebody says so.
      state === null && plan.series !== 'cohort' ? undefined : acceptNormal(plan.series, state, before.since),
    );
    const since = dayWords(before.since, active.organization.timezone);
    const incident = await keepVerdict(
      tx,
      active,
      {
        before,
        after: closedBy(before, 'new_normal', { by: turn.by, at }),
        line: `${turn.by.name}: this is the new normal. What is since ${since} is expected from now on.`,
        watches,
      },
      { ...turn, at },
    );
    return { kind: 'done', incident };
  });
}
