// PostgreSQL is killed with -9 ten times under load.
import { killPostgres } from '../test/scenarios/database-deaths.ts';
import type { Scenario } from './runner/scenario.ts';

/** From the server's first connection to the first work that is done. */
const FIRST_JOB_WITHIN_MS = 1000;

export const scenario: Scenario = {
  name: 'database-deaths',
  async run(report, { deaths = '10' }) {
    const { leads, acknowledgedEvents, firstJobMs } = await killPostgres(Number(deaths));
    report(`${deaths} deaths, ${leads} leads, ${acknowledgedEvents} acknowledged events, none lost`);
    report(`first job after ${firstJobMs.map((ms) => Math.round(ms)).join(', ')} ms`);
    const longest = Math.max(...firstJobMs);
    if (longest > FIRST_JOB_WITHIN_MS) throw new Error(`the first job came only after ${Math.round(longest)} ms`);
  },
};
