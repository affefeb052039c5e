// Simulations by the thousand, or one seed again: npm run simulate -- --seed 7, or -- --seeds 50 --from 100
import { report as describe, simulate, SMALL } from '../test/scenarios/simulation.ts';
import type { Scenario } from './runner/scenario.ts';

const SEEDS = '1000';
const AT_ONCE = '4';

export const scenario: Scenario = {
  name: 'simulation',
  async run(report, { seed, from = '1', seeds = SEEDS, at_once = AT_ONCE }) {
    const first = Number(seed ?? from);
    const last = seed === undefined ? first + Number(seeds) - 1 : first;
    const failed: number[] = [];
    let next = first;
    async function work(): Promise<void> {
      while (next <= last) {
        const mine = next;
        next += 1;
        const simulated = await simulate(mine, SMALL);
        if (simulated.broken.length > 0 || seed !== undefined) report(describe(simulated));
        if (simulated.broken.length > 0) failed.push(mine);
        if (mine % 20 === 0) report(`${mine - first + 1} seeds, ${failed.length} broken`);
      }
    }
    await Promise.all(Array.from({ length: Number(at_once) }, work));
    report(`${last - first + 1} seeds, ${failed.length} broken: ${failed.join(', ')}`);
    if (failed.length > 0) throw new Error(`${failed.length} of ${last - first + 1} seeds broke`);
  },
};
