// A long day under faults: npm run soak -- --minutes 10 --rate 50 --seed 1
import { soak } from '../test/scenarios/soak.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'soak',
  run: (report, { minutes = '10', rate = '50', seed = '1' }) =>
    soak({ minutes: Number(minutes), rate: Number(rate), seed: Number(seed) }, report),
};
