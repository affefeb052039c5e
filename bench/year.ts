// What a year of data costs: webhook, claim and the commands that people use, on a database with a million inbox rows, a
// million audit rows and 300,000 leads, against an empty one on the same server. Turn about, so that both see the same load.
import { Client } from 'pg';
import { migrate } from '#adapters/postgres/migrate.ts';
import { CARD_ACTIONS } from '#features/leads/card-view.ts';
import type { Child } from './child.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { lessThan, median } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { SILENT, startApp, startDatabase, startVendors, untilDone } from './house.ts';
import type { AtEnd } from './house.ts';
import { describeLoad } from './report.ts';
import { openSlackCaller } from './slack-caller.ts';
import type { SlackCaller } from './slack-caller.ts';
import { hubspotTarget, send } from './webhook-load.ts';
import { QUIET_HOUSE } from './webhooks.ts';
import { addClaimableLeads, fillWithAYear, YEAR } from './year-of-data.ts';

const TIMES = 120;
/** The first ones open connections, compile and fill caches. */
const WARM_UP = 20;
const LIMIT = 1.2;

/** One of the two databases with its app; each step resolves to its milliseconds. */
type Side = Readonly<Record<string, () => Promise<number>>>;

export function year(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const server = await startDatabase(atEnd);
    const vendors = await startVendors(QUIET_HOUSE, atEnd);
    const filled = { empty: await createDatabase(server.url, 'empty'), year: await createDatabase(server.url, 'year') };
    const began = performance.now();
    await fillWithAYear(filled.year);
    const filledIn = (performance.now() - began) / 1000;
    const sides: Side[] = [];
    for (const databaseUrl of [filled.empty, filled.year]) {
      const leads = await addClaimableLeads(databaseUrl, TIMES);
      const app = await startApp(QUIET_HOUSE, vendors, { DATABASE_URL: databaseUrl }, atEnd);
      const caller = await openSlackCaller(vendors.slack, app.url);
      atEnd(() => caller.close());
      sides.push(stepsOf(app, caller, leads, atEnd));
    }
    const [empty, full] = sides as [Side, Side];
    const figures: Figure[] = [];
    for (const what of Object.keys(full)) figures.push(await compare(what, empty, full));
    return {
      title: `year: ${YEAR.inbox.toLocaleString('en-US')} inbox rows, ${YEAR.audit.toLocaleString('en-US')} audit rows, ${YEAR.leads.toLocaleString('en-US')} leads`,
      figures,
      notes: [
        `one at a time, turn about, median of ${TIMES - WARM_UP}; a command is counted until its answer at the response_url, a claim until its 200`,
        `the year was generated in ${filledIn.toFixed(0)} s, vacuumed and analyzed; both databases on one server, each with an app of its own`,
        describeLoad(),
      ],
    };
  });
}

/** Migrated and empty. */
async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE bench_${name}`).finally(() => client.end());
  const url = serverUrl.replace(/\/signalbox(?=\?|$)/u, `/bench_${name}`);
  await migrate({ url, log: SILENT });
  return url;
}

function stepsOf(app: Child, caller: SlackCaller, leads: readonly string[], atEnd: AtEnd): Side {
  const target = hubspotTarget(app.url);
  let opened: Promise<Connection> | null = null;
  atEnd(async () => (await opened)?.close());
  const left = [...leads];
  const answered = async (command: string, text: string): Promise<number> =>
    (await caller.command(command, text)).answered;
  return {
    webhook: async () => {
      // Not before it is used: the app closes connections that say nothing for a minute.
      const connection = await (opened ??= openConnection(target.url));
      const began = performance.now();
      await send(connection, target);
      return performance.now() - began;
    },
    claim: async () => (await caller.click(CARD_ACTIONS.claim, left.pop() ?? '')).ackMs,
    '/signalbox audit': () => answered('/signalbox', 'audit'),
    '/signalbox audit of a lead': () => answered('/signalbox', 'audit claimable no7'),
    '/lead mine': () => answered('/lead', 'mine'),
    '/lead open': () => answered('/lead', 'open'),
    '/lead show, searched by name': () => answered('/lead', 'show claimable no12'),
  };
}

async function compare(what: string, empty: Side, full: Side): Promise<Figure> {
  const times = { empty: [] as number[], full: [] as number[] };
  for (let round = 0; round < TIMES; round += 1) {
    times.empty.push((await empty[what]?.()) ?? 0);
    times.full.push((await full[what]?.()) ?? 0);
  }
  return lessThan(
    {
      what,
      value: median(times.full.slice(WARM_UP)),
      unit: 'ms',
      baseline: { name: 'an empty database', value: median(times.empty.slice(WARM_UP)) },
    },
    LIMIT,
  );
}
