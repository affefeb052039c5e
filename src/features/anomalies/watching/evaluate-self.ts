// Signalbox's own watches feed the same incidents as all others: their looks are kept once, whoever looks.
import { newCorrelationId } from '#kernel/ids.ts';
import { lookAtSelf } from '../own/look-at-self.ts';
import type { SelfDeps } from '../own/look-at-self.ts';
import type { WatchDesk } from '../desk.ts';
import { keepFindings, minuteOf } from './keep-incidents.ts';

/** One progress for all of them: they are looked at together. */
const SELF = 'own:signalbox';

/** For a tick each minute. Throws what the stores throw. */
export async function evaluateSelf(desk: WatchDesk, self: SelfDeps): Promise<void> {
  const progress = (await desk.stores.watches.progress([SELF])).get(SELF);
  const look = await lookAtSelf(self);
  if (look === null) return;
  const health = await desk.health();
  const { playbook } = desk.playbook();
  const at = desk.clock.now();
  const seen = {
    watch: SELF,
    through: minuteOf(at),
    beganAt: progress?.beganAt ?? at,
    version: progress?.version ?? 0,
  };
  await desk.transact(async (tx) => {
    if (!(await tx.watches.advance(seen))) return;
    await tx.watches.keepSeries(look.series);
    await tx.watches.record(look.evaluations);
    const cause = { at, correlationId: newCorrelationId() };
    await keepFindings(tx, { playbook, watches: look.watches, health }, look.findings, look.evaluations, cause);
  });
}
