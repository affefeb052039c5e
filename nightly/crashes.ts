// A hundred deaths of the app, at every step of the flow and at drawn times.
import { crashEverywhere } from '../test/scenarios/crashes.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'crashes',
  async run(report, { deaths = '100', seed = String(Date.now() % 1_000_000), lanes = '2' }) {
    report(`--seed ${seed} draws the same faults and times again`);
    const died = await crashEverywhere(
      { deaths: Number(deaths), lanes: Number(lanes), seed: Number(seed), latest: 3 },
      report,
    );
    report(`nothing lost and nothing twice after ${deaths} deaths at ${died.size} steps`);
  },
};
