// Ten restarts, one replica after the other, while leads come in and people click.
import { restartUnderLoad } from '../test/scenarios/rolling.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'rolling',
  async run(report, { restarts = '10' }) {
    const { leads, clicks, secondTries } = await restartUnderLoad(Number(restarts), 200);
    report(`${restarts} restarts, ${leads} leads, ${clicks} clicks, all acknowledged`);
    report(`${secondTries} deliveries of webhooks were taken at a second try, none refused for good`);
  },
};
