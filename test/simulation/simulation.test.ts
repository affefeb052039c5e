// Twenty schedules, several at once: most of the time they wait for servers and for Slack's pace.
import { expect, it } from 'vitest';
import { report, simulate, SMALL } from '../scenarios/simulation.ts';

const SEEDS = 20;
const AT_ONCE = 10;

it(`holds every invariant, whatever happens to it, in ${SEEDS} schedules`, { timeout: 300_000 }, async () => {
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  const reports: string[] = [];
  async function work(): Promise<void> {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const simulated = await simulate(seed, SMALL);
      if (simulated.broken.length > 0) reports.push(report(simulated));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(reports.join('\n\n')).toBe('');
});
