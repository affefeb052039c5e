// A year of the sandbox's whole past, in which nothing happens, raises no more alarms than its watches state.
import { aQuietYear } from '../test/scenarios/quiet-year.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'quiet-year',
  async run(report, { leads = '40000' }) {
    const year = await aQuietYear(Number(leads));
    try {
      for (const [what, heard] of [
        ['what the playbook watches', await year.watched()],
        ['ten usual numbers by source', await year.usual()],
      ] as const) {
        const { alarms, stated, most } = heard;
        report(`${what}: ${alarms} alarms where ${stated.toFixed(1)} are stated`);
        if (alarms > most) throw new Error(`${what}: more alarms than chance makes of what is stated`);
      }
    } finally {
      await year.close();
    }
  },
};
