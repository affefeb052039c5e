// Fifty leads, each claimed by a hundred people at once in two processes.
import { raceForLeads } from '../test/scenarios/claims.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'claims',
  async run(report, { leads = '50' }) {
    const { ackMs, tookMs, again } = await raceForLeads(Number(leads));
    report(`${leads} leads, 100 claims each, one winner each, in ${Math.round(tookMs / 1000)} s`);
    report(`${again} of ${Number(leads) * 100} clicks had to be made again, because the database was too slow`);
    report(`acknowledged after ${Math.round(ackMs.median)} ms (median), ${Math.round(ackMs.longest)} ms (longest)`);
  },
};
