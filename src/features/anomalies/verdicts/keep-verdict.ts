// Keeps a verdict, or that one was taken back, and what it teaches the watches behind it: the shift of each follows from the
// verdicts that stand, and what it was before and after is on record.
import type { Playbook } from '#features/playbook/schema.ts';
import type { Turn } from '#features/people/turn.ts';
import type { WatchTx } from '../desk.ts';
import type { Incident, Watch } from '../store.ts';
import { keepChange } from './keep-change.ts';
import { taughtShifts } from './taught-shift.ts';

interface VerdictChange {
  readonly before: Incident;
  readonly after: Incident;
  /** Id of the event that explains it, where one does. */
  readonly event?: number;
  /** For the thread. Plain text. */
  readonly line: string;
  readonly watches: readonly Watch[];
}

type At = Pick<Turn, 'by' | 'correlationId'> & { readonly at: Date };

/** Runs inside the caller's transaction, behind the incident's lock. */
export async function keepVerdict(
  tx: WatchTx,
  playbook: Playbook,
  { before, after, event, line, watches }: VerdictChange,
  turn: At,
): Promise<Incident> {
  const untaught = await taughtShifts(tx, watches, turn.at);
  const kept = await keepChange(
    tx,
    playbook,
    {
      before,
      after,
      action: 'incident.judged',
      recorded: {
        before: { verdict: before.verdict, state: before.state },
        after: { verdict: after.verdict, state: after.state, ...(event === undefined ? {} : { event }) },
      },
      line,
    },
    turn,
  );
  if (after.state === 'closed') await recordEnd(tx, before, kept, turn);
  const taught = await taughtShifts(tx, watches, turn.at);
  const because = `incident #${kept.id}: ${after.verdict ?? 'verdict taken back'}`;
  for (const { key } of watches) {
    await recordShift(tx, key, { from: untaught.get(key) ?? 0, to: taught.get(key) ?? 0, because }, turn);
  }
  return kept;
}

async function recordEnd(
  tx: Pick<WatchTx, 'audit'>,
  { state }: Incident,
  kept: Incident,
  { by, correlationId, at }: At,
): Promise<void> {
  await tx.audit.append({
    at,
    action: 'incident.closed',
    actor: { kind: 'person', slack: by.id },
    subject: `incident:${kept.id}`,
    before: { state },
    after: { state: kept.state, because: kept.verdict },
    correlationId,
  });
}

interface Shifted {
  readonly from: number;
  readonly to: number;
  readonly because: string;
}

/** Nothing where it is the same. @param watch its key, `watch:7` */
export async function recordShift(
  tx: Pick<WatchTx, 'audit'>,
  watch: string,
  { from, to, because }: Shifted,
  { by, correlationId, at }: At,
): Promise<void> {
  const [was, is] = [rounded(from), rounded(to)];
  if (was === is) return;
  await tx.audit.append({
    at,
    action: 'watch.calibrated',
    actor: { kind: 'person', slack: by.id },
    subject: watch,
    before: { shift: was },
    after: { shift: is, because },
    correlationId,
  });
}

function rounded(shift: number): number {
  return Math.round(shift * 10_000) / 10_000;
}
