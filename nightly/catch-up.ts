// Two days without the app: 5,000 leads change on the first, a quarter as many on the second.
import { MINUTE_MS } from '#kernel/time.ts';
import { missTwoDays } from '../test/scenarios/catch-up.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'catch-up',
  async run(report, { leads = '5000' }) {
    const { found, tookMs } = await missTwoDays(Number(leads), 20 * MINUTE_MS);
    const [lost = 0, repeated = 0] = tookMs.map((ms) => Math.round(ms / 1000));
    report(`${found} leads found and worked on, each once`);
    report(`${lost} s after a day whose webhooks were lost, ${repeated} s after one whose webhooks are repeated`);
  },
};
