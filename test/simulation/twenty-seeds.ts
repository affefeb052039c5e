// Some of the twenty schedules of `npm test`: two files share them, so that two cores do.
import { report, simulate, SMALL } from '../scenarios/simulation.ts';

const AT_ONCE = 3;

/** Reports of those that broke. Several run at once: most of the time they wait for servers and for Slack's pace. */
export async function reportsOf(first: number, last: number): Promise<string> {
  const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const reports: string[] = [];
  async function work(): Promise<void> {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const simulated = await simulate(seed, SMALL);
      if (simulated.broken.length > 0) reports.push(report(simulated, 'small'));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return reports.join('\n\n');
}
