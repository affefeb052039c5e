// A process is killed with -9 while it holds events, an intent and a job; the other one goes on with them.
import { killAHolder } from '../test/scenarios/takeover.ts';
import type { Scenario } from './runner/scenario.ts';

const WITHIN_MS = 15_000;

export const scenario: Scenario = {
  name: 'takeover',
  async run(report, { times = '5' }) {
    for (let time = 0; time < Number(times); time += 1) {
      const { inboxMs, outboxMs, jobMs } = await killAHolder();
      report(
        `resumed: events after ${seconds(inboxMs)}, intent after ${seconds(outboxMs)}, job after ${seconds(jobMs)}`,
      );
      if (Math.max(inboxMs, outboxMs, jobMs) > WITHIN_MS) throw new Error('it took longer than 15 s');
    }
  },
};

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
