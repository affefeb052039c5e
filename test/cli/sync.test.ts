import { describe, expect, it } from 'vitest';
import { runSyncCommand } from '#cli/sync.ts';
import type { CrmVisit } from '#cli/sync.ts';
import { Fault } from '#kernel/errors.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { aDealRow, aPersonRow } from '../support/history-rows.ts';
import { useHistoryHouse } from '../support/history-house.ts';
import { noon } from '../support/lead-builder.ts';

const past = useHistoryHouse();
const { house } = past;

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const { stores, transact } = house.db.database;
  const visit = async (): Promise<CrmVisit> => ({
    stores,
    transact,
    close: async () => undefined,
    sources: [past.source],
    rules: past.deps.rules,
  });
  const terminal = {
    out: (text: string) => void (printed.out += `${text}\n`),
    err: (text: string) => void (printed.err += `${text}\n`),
  };
  const code = await runSyncCommand(args, terminal, { database: visit, crms: visit });
  return { code, ...printed };
}

async function read(...ids: readonly string[]): Promise<void> {
  for (const id of ids) past.person(id);
  await past.round();
}

describe('npm run sync', () => {
  it('tells how far each CRM is read, as a table and for scripts', async () => {
    expect((await run('status')).out).toContain('No CRM was read yet');
    past.history.faults.set('list deal', new Fault('unavailable', 'HubSpot is down'));
    past.history.rows.push(aDealRow());
    await read('a', 'b').catch(() => undefined);
    const { code, out } = await run('status');
    expect(code).toBe(0);
    expect(out).toMatch(/^HubSpot {2}being read for /u);
    expect(out).toMatch(/Leads and contacts {2}read +2 +as of .* ago/u);
    expect(out).toMatch(/Deals +░+ +0 of 1 +not whole yet +HubSpot is down/u);
    const [status] = JSON.parse((await run('status', '--json')).out) as [{ crm: string; states: object[] }];
    expect(status).toMatchObject({ crm: 'hubspot', fill: { finishedAt: null } });
    expect(status.states).toHaveLength(3);
  });

  it('has the reading wait and go on', async () => {
    await read('a');
    expect((await run('pause')).out).toContain('Reading HubSpot for KPIs waits from now on.');
    expect(await past.round()).toBe('paused');
    expect((await run('status')).out).toContain('by system:cli: npm run sync -- resume');
    expect((await run('resume', 'hubspot')).out).toContain('goes on within a minute');
    expect(await past.round()).toBe('done');
    expect((await run('pause', 'salesforce')).out).toContain('was never read yet');
  });

  it.each([
    { given: ['verify', 'sugarcrm'], says: '"sugarcrm" is no CRM: hubspot or salesforce.' },
    { given: ['verify', '--limit', 'many'], says: '--limit takes a whole number.' },
    { given: ['verify', '--mendd'], says: '--mendd' },
    { given: ['fetch'], says: '"fetch" is not something sync knows.' },
    { given: [], says: 'usage:' },
  ])('says what it does not understand of $given', async ({ given, says }) => {
    const { code, err } = await run(...given);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});

describe('npm run sync -- verify', () => {
  it('agrees with a CRM that is as it was read', async () => {
    await read('a', 'b', 'c');
    const { code, out } = await run('verify');
    expect(out).toMatch(/Leads and contacts {2}3 here {2}3 there {2}agrees/u);
    expect(code).toBe(0);
  });

  it('finds what is missing, gone and older, lists it, and mends it', async () => {
    await read('a', 'b', 'c', 'd');
    house.clock.pass(HOUR_MS);
    await past.round();
    const { rows } = past.history;
    rows.splice(
      rows.findIndex(({ id }) => id === 'b'),
      1,
    );
    const changed = rows.findIndex(({ id }) => id === 'c');
    rows[changed] = aPersonRow({ id: 'c', name: 'Cora', modifiedAt: after(noon, MINUTE_MS) });
    rows.push(aPersonRow({ id: 'missed', modifiedAt: after(noon, MINUTE_MS) }));

    const { code, out } = await run('verify', 'hubspot', '--mend');
    expect(code).toBe(1);
    expect(out).toContain('DIFFERS: 1 missing here, 1 gone there, 1 older here');
    for (const line of ['missing  missed', 'gone  b', 'older  c']) expect(out).toContain(line);
    expect((await past.people()).filter(({ gone }) => !gone).map(({ id }) => id)).toEqual(['a', 'c', 'd', 'missed']);
    expect((await run('verify')).code).toBe(0);
  });

  it('takes what changed since the last look for no difference', async () => {
    await read('a');
    past.history.rows.push(aPersonRow({ id: 'fresh', createdAt: after(house.clock.now(), MINUTE_MS) }));
    const { code, out } = await run('verify');
    expect(out).toContain('agrees, 1 changed since the last look');
    expect(code).toBe(0);
  });

  it('lists no more than it is asked to, and all of it for scripts', async () => {
    await read('a');
    for (const id of ['m1', 'm2', 'm3']) past.history.rows.push(aPersonRow({ id }));
    const { out } = await run('verify', '--limit', '1');
    expect(out).toContain('and 2 more: --limit 3');
    const [found] = JSON.parse((await run('verify', '--json')).out) as [{ kinds: { differences: object[] }[] }];
    expect(found.kinds.flatMap(({ differences }) => differences)).toHaveLength(3);
  });

  it('cannot compare a CRM that is not connected', async () => {
    const { code, err } = await run('verify', 'salesforce');
    expect(code).toBe(2);
    expect(err).toContain('Salesforce is not connected.');
  });
});
