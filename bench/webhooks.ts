// The HubSpot webhook route, every request committed before its 200: how many a second at 50 connections, and how long
// each waits at a constant 2,000 a second. Left out: reading the records, which the CRM's own limits pace.
import { startBareServer } from './bare.ts';
import { atLeast, below, median, percentile } from './figures.ts';
import type { Result, Settings } from './figures.ts';
import { inHouse } from './house.ts';
import type { HousePlan } from './house.ts';
import { describeLoad } from './report.ts';
import { asFastAsAnswered, atRate, bareTarget, hubspotTarget } from './webhook-load.ts';

const CONNECTIONS = 50;
const RATE = 2000;
const RATE_CONNECTIONS = 100;
const ROUND_MS = 2000;
const ROUNDS = 6;
/** The first rounds compile. */
const WARM_UP_ROUNDS = 2;
/** A longer run says nothing more, and each request leaves a row. */
const LONGEST_S = 10;
const SHARE = 0.4;
const P99_MS = 50;
const BARE = 'bare node:http HMAC check, stores nothing';

export const QUIET_HOUSE: HousePlan = {
  people: [{ name: 'Ana Rep', email: 'ana@acme.test' }],
  channels: ['ops'],
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
roles: { ops: [ana@acme.test] }
`,
};

export function webhooks({ seconds }: Settings): Promise<Result> {
  return inHouse(QUIET_HOUSE, async ({ app }) => {
    const server = await startBareServer();
    try {
      const bare = bareTarget(server.url);
      const route = hubspotTarget(app.url);
      const perSecond = { bare: [] as number[], route: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        perSecond.bare.push(await asFastAsAnswered(bare, CONNECTIONS, ROUND_MS));
        perSecond.route.push(await asFastAsAnswered(route, CONNECTIONS, ROUND_MS));
      }
      const count = Math.min(seconds, LONGEST_S) * RATE;
      const waits = {
        bare: await atRate(bare, RATE, count, RATE_CONNECTIONS),
        route: await atRate(route, RATE, count, RATE_CONNECTIONS),
      };
      const value = (rounds: readonly number[]): number => median(rounds.slice(WARM_UP_ROUNDS));
      return {
        title: `webhooks: POST /webhooks/hubspot, one event each, committed before 200`,
        figures: [
          atLeast(
            {
              what: `requests, ${CONNECTIONS} connections`,
              value: value(perSecond.route),
              unit: '/s',
              baseline: { name: BARE, value: value(perSecond.bare) },
            },
            SHARE,
          ),
          below(
            {
              what: `p99 at a constant ${RATE.toLocaleString('en-US')}/s`,
              value: percentile(waits.route, 0.99),
              unit: 'ms',
              baseline: { name: `${BARE}, the same rate`, value: percentile(waits.bare, 0.99) },
            },
            P99_MS,
          ),
        ],
        notes: [
          `turn about in rounds of ${ROUND_MS / 1000} s, median of ${ROUNDS - WARM_UP_ROUNDS}; the constant rate for ${count / RATE} s, counted from when each was due`,
          'app, PostgreSQL (fsync on) and baseline in processes of their own; the load generator in another',
          ...[...app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
          describeLoad(),
        ],
      };
    } finally {
      await server.stop();
    }
  });
}
