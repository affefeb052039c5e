// The app's memory while ten thousand leads come in as fast as HubSpot lets itself be read: before, after, and a while
// later. Each lead is read, scored and routed; none gets a card, because Slack would take hours for ten thousand.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startBareServer } from './bare.ts';
import { evenly } from './evenly.ts';
import { below } from './figures.ts';
import type { Result, Settings } from './figures.ts';
import { inHouse } from './house.ts';
import type { HousePlan } from './house.ts';
import { residentMb } from './memory.ts';
import { describeLoad } from './report.ts';

const LEADS = 10_000;
/** Of a run that is shorter than the usual minute. */
const LEADS_A_SECOND = 150;
const PER_SECOND = 400;
const PATIENCE_MS = 10 * 60_000;
const AFTERWARDS_MS = 10_000;
const MEMORY_MB = 250;

const PLAN: HousePlan = {
  people: [{ name: 'Ana Rep', email: 'ana@acme.test' }],
  channels: ['ops'],
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
intake: { import_brake: { leads: 1000000 } }
teams:
  - { name: enterprise, members: [ana@acme.test] }
scoring:
  - { if: 'lead.title.contains("VP")', points: 20, because: a decision maker }
rules:
  - { name: enterprise, on: lead.created, if: 'company.employees > 500', do: [{ route: { team: enterprise } }] }
`,
};

export function burst({ seconds }: Settings): Promise<Result> {
  const leads = Math.min(LEADS, seconds * LEADS_A_SECOND);
  return inHouse(PLAN, async ({ app, hubspot, databaseUrl }) => {
    const bare = await startBareServer();
    const baseline = await residentMb(bare.pid).finally(() => bare.stop());
    const before = await residentMb(app.pid);
    const began = performance.now();
    let highest = before;
    await evenly(PER_SECOND, leads, (index) => {
      hubspot.createContact({
        email: `lead-${index}@company-${index}.test`,
        firstname: 'Lead',
        lastname: `No${index}`,
      });
    });
    await untilThere(databaseUrl, leads, async () => {
      highest = Math.max(highest, await residentMb(app.pid));
    });
    const took = (performance.now() - began) / 1000;
    const after = await residentMb(app.pid);
    await sleep(AFTERWARDS_MS);
    const end = await residentMb(app.pid);
    const figure = (what: string, value: number) =>
      below({ what, value, unit: 'MB', baseline: { name: 'a bare node:http server', value: baseline } }, MEMORY_MB);
    return {
      title: `burst: the app's memory, ${leads.toLocaleString('en-US')} leads at once`,
      figures: [
        figure('before', before),
        figure('highest', highest),
        figure('after the last lead', after),
        figure(`${AFTERWARDS_MS / 1000} s later`, end),
      ],
      notes: [
        `resident set, PostgreSQL not counted; ${leads.toLocaleString('en-US')} leads were taken in within ${took.toFixed(0)} s`,
        ...[...app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

async function untilThere(databaseUrl: string, leads: number, look: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM lead');
      await look();
      if ((rows[0]?.count ?? 0) >= leads) return;
      if (performance.now() > deadline) throw new Error(`only ${rows[0]?.count ?? 0} of ${leads} leads came in`);
      await sleep(250);
    }
  } finally {
    await client.end();
  }
}
