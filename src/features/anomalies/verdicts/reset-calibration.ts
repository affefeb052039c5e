// Lets a watch start over: what verdicts taught it so far counts no more. Who may teach it may do that.
import type { Turn } from '#features/people/turn.ts';
import type { WatchTx } from '../desk.ts';
import { watchNamed } from '../watching/watches-of.ts';
import type { VerdictDesk } from './keep-change.ts';
import { recordShift } from './keep-verdict.ts';
import { mayTeach } from './rights.ts';
import { taughtShifts } from './taught-shift.ts';

export type ResetOutcome = 'reset' | 'untaught' | 'not_yours' | 'unknown';

/** @param key of the watch */
export async function resetCalibration<Tx extends WatchTx>(
  desk: VerdictDesk<Tx>,
  turn: Turn,
  key: string,
): Promise<ResetOutcome> {
  const watch = await watchNamed(desk, key);
  if (watch === null) return 'unknown';
  if (!mayTeach(desk.playbook().playbook, turn.by, [watch])) return 'not_yours';
  return desk.transact(async (tx) => {
    const at = desk.clock.now();
    const taught = (await taughtShifts(tx, [watch], at)).get(key) ?? 0;
    if (taught === 0) return 'untaught';
    await tx.watches.startOver(key, at);
    await recordShift(tx, key, { from: taught, to: 0, because: 'it starts over' }, { ...turn, at });
    return 'reset';
  });
}
