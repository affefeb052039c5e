// The ticks of the anomaly watch: what is due is looked at, incidents are looked after, and Signalbox looks at itself.
import { evaluateSelf } from '#features/anomalies/watching/evaluate-self.ts';
import { evaluateWatches } from '#features/anomalies/watching/evaluate-watches.ts';
import { lookAfterIncidents } from '#features/anomalies/watching/look-after-incidents.ts';
import { createPatience } from '#features/anomalies/watching/systems.ts';
import type { Jobs, Tick } from '#ports/jobs.ts';
import type { Desk } from './desk.ts';

export interface Watching {
  readonly ticks: readonly Tick[];
  /** A CRM has been read: whoever waited for that is looked at now, not a minute later. */
  onRead(): Promise<void>;
}

export function createWatching(desk: Desk, jobs: Pick<Jobs, 'send'>): Watching {
  const patience = createPatience();
  let waits = false;
  return {
    ticks: [
      { name: 'watches', cron: '* * * * *', run: () => unlessDry(evaluate) },
      { name: 'incidents', cron: '* * * * *', run: () => unlessDry(() => lookAfterIncidents(desk)) },
      { name: 'own-watches', cron: '* * * * *', run: () => evaluateSelf(desk, desk.self) },
    ],
    async onRead() {
      if (waits) await jobs.send('tick.watches', {});
    },
  };

  async function evaluate(): Promise<void> {
    waits = (await evaluateWatches(desk, patience)) === 'waiting';
  }

  /** While the app runs dry nothing is told, and what nobody was told of is no incident. */
  async function unlessDry(run: () => Promise<void>): Promise<void> {
    if ((await desk.stores.dryRuns.current()) === null) await run();
  }
}
