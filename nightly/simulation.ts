// Simulations by the thousand, or one seed again: npm run simulate -- --seed 7, or -- --seeds 50 --from 100. Every tenth
// seed has its apps in processes of their own, which are killed with -9; --host process does so for all. --size small is
// what `npm test` runs.
import { FULL, report as describe, simulate, SMALL } from '../test/scenarios/simulation.ts';
import type { Host } from '../test/simulation/host.ts';
import type { Scenario } from './runner/scenario.ts';

const SEEDS = '1000';
const AT_ONCE = '4';

export const scenario: Scenario = {
  name: 'simulation',
  async run(report, { seed, from = '1', seeds = SEEDS, at_once = AT_ONCE, host, size = 'full' }) {
    const first = Number(seed ?? from);
    const last = seed === undefined ? first + Number(seeds) - 1 : first;
    const failed: number[] = [];
    let next = first;
    let done = 0;
    async function work(): Promise<void> {
      while (next <= last) {
        const mine = next;
        next += 1;
        const simulated = await simulate(mine, size === 'small' ? SMALL : FULL, hostOf(mine, host));
        if (simulated.broken.length > 0 || seed !== undefined)
          report(describe(simulated, size === 'small' ? 'small' : 'full'));
        if (simulated.broken.length > 0) failed.push(mine);
        done += 1;
        if (done % 20 === 0) report(`${done} seeds, ${failed.length} broken`);
      }
    }
    await Promise.all(Array.from({ length: Number(at_once) }, work));
    report(`${last - first + 1} seeds, ${failed.length} broken: ${failed.join(', ')}`);
    if (failed.length > 0) throw new Error(`${failed.length} of ${last - first + 1} seeds broke`);
  },
};

function hostOf(seed: number, asked: string | undefined): Host {
  if (asked === 'inside' || asked === 'process') return asked;
  return seed % 10 === 0 ? 'process' : 'inside';
}
