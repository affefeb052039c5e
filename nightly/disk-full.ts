// The disk under PostgreSQL fills up and is freed again. Only root may make a disk for that.
import { fillTheDisk } from '../test/scenarios/disk-full.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'disk-full',
  async run(report) {
    if (process.getuid?.() !== 0) return report('left out: it needs root');
    const { leads, sentAway } = await fillTheDisk();
    report(`${leads} leads, ${sentAway} webhooks sent away, none lost`);
  },
};
