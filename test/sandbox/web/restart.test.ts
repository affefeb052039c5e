// The app stopped and started from the page, with the sandbox going on: what comes in between is taken up afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp } from '../../../src/app.ts';
import { createOwnApp } from '#sandbox/own-app.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { startWeb } from '#sandbox/web/start-web.ts';
import type { Web } from '#sandbox/web/start-web.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/house.ts';
import { configFrom } from '../../support/house-settings.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { silentLog } from '../../support/silent-log.ts';
import { PROJECT } from '../../support/source-files.ts';
import { aPane, aWorldSocket, post } from './a-web.ts';

let web: Web;
let sandbox: Sandbox;
/** The lead that came while the app was away. */
let name = '';
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await freshDatabase();
  ends.push(() => database.drop());
  const home = await mkdtemp(join(tmpdir(), 'signalbox-restart-'));
  ends.push(() => rm(home, { recursive: true }));
  sandbox = await aSandbox();
  ends.push(() => sandbox.close());
  const env = { ...sandbox.env, DATABASE_URL: database.url, PLAYBOOK: join(PROJECT, 'playbook.yaml'), DATA_DIR: home };
  const app = createOwnApp({
    boot: (port) => startApp(configFrom({ ...env, PORT: String(port ?? 0) }), { clock: sandbox.clock, log: silentLog }),
    pointAt: sandbox.pointAt,
  });
  ends.push(() => app.stop());
  await app.start();
  const records = createRecords(sandbox);
  const own = { ...app, startOver: () => app.beginAnew(() => sandbox.startOver()) };
  const happenings = createHappenings({ sandbox, records, app: own, leadEveryMs: 60_000 });
  const outside = { ...sandbox, app, records, happenings };
  web = await startWeb({ outside, page: Promise.resolve({ kind: 'broken', because: 'none here' }), port: 0 });
  ends.push(() => web.close());
  await app.settled();
});
afterAll(async () => {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
});

it('loses nothing while the app is away, and says that it is', async () => {
  const [world, oskar] = [await aWorldSocket(web), await aPane(web, 'oskar')];
  const statuses = (): readonly string[] =>
    world.all().flatMap((each) => (each.kind === 'world' ? each.world.app : []));
  expect(await post(`${web.url}/_sandbox/world/app_stopped`, { on: true })).toMatchObject({ status: 200 });
  await eventually(() => expect(statuses().at(-1)).toBe('stopped'));
  const { prospect } = sandbox.leads.arrive();
  name = `${prospect.firstName} ${prospect.lastName}`;
  const failed = await post(`${web.url}/_sandbox/slack/command`, { as: 'oskar', command: '/lead', channel: 'revops' });
  expect(failed.body).toMatchObject({ result: { kind: 'failed' } });
  expect(await post(`${web.url}/_sandbox/world/app_stopped`, { on: false })).toMatchObject({ status: 200 });
  await eventually(() => expect(statuses().at(-1)).toBe('ready'));
  // HubSpot tries again within a minute of its clock.
  sandbox.clock.moveBy(60_000);
  await eventually(() => {
    const cards = oskar.all().filter((each) => each.kind === 'message_posted' && each.message.text.includes(name));
    expect(cards).toHaveLength(1);
  });
  await world.close();
  await oskar.close();
});

it('restarts the app at its address, with cards that still work', async () => {
  const before = await theWorld();
  expect(await post(`${web.url}/_sandbox/world/app_restart`, {})).toMatchObject({ status: 200 });
  await eventually(async () => expect(await theWorld()).toMatchObject({ app: 'ready', appUrl: before.appUrl }));
  const { workspace } = sandbox.slack;
  const card = workspace
    .channels()
    .flatMap(({ id }) => workspace.messages(id))
    .find(({ text }) => text.includes(name));
  const pressed = await post(`${web.url}/_sandbox/slack/click`, {
    as: 'oskar',
    channel: card?.channel,
    ts: card?.ts,
    action_id: 'leads.why',
  });
  expect(pressed.body).toMatchObject({ result: { kind: 'acknowledged' } });
});

async function theWorld(): Promise<{ readonly app: string; readonly appUrl: string }> {
  return (await (await fetch(`${web.url}/_sandbox/world`)).json()) as { app: string; appUrl: string };
}
