// Ten thousand leads at once in one channel: npm run nightly -- burst --leads 10000
import { burst } from '../test/scenarios/burst.ts';
import type { Scenario } from './runner/scenario.ts';

const PATIENCE_MS = 10 * 60_000;
/** Bytes that the heap may grow by while lists go out; their messages in the sandbox are part of it. */
const GROWTH_MAX = 60_000_000;

export const scenario: Scenario = {
  name: 'burst',
  async run(report, { leads = '10000' }) {
    const figures = await burst(Number(leads), PATIENCE_MS, report);
    const { heap, ...rest } = figures;
    report(JSON.stringify(rest));
    report(`heap in MB: ${heap.map((bytes) => (bytes / 1e6).toFixed(0)).join(' ')}`);
    const grown = (heap.at(-1) ?? 0) - (heap[0] ?? 0);
    if (grown > GROWTH_MAX) throw new Error(`the heap grew by ${(grown / 1e6).toFixed(0)} MB while lists went out`);
  },
};
