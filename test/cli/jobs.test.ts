import { beforeEach, describe, expect, it } from 'vitest';
import { runJobsCommand } from '#cli/jobs.ts';
import { aCrmRecord } from '../support/builders.ts';
import { noon } from '../support/lead-builder.ts';
import { useLeadHouse } from '../support/lead-house.ts';

const house = useLeadHouse(`
rules:
  - name: deal
    on: lead.created
    do: [{ create_opportunity: { in: hubspot, stage: appointmentscheduled, name: "{{lead.name}}" } }]
`);

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const { stores, transact } = house.db.database;
  const code = await runJobsCommand(
    args,
    { out: (text) => (printed.out += `${text}\n`), err: (text) => (printed.err += `${text}\n`) },
    async () => ({ stores, transact, close: async () => {} }),
  );
  return { code, ...printed };
}

/** Opportunities that HubSpot refuses; their ids. */
async function given(up: number): Promise<readonly string[]> {
  house.hubspot.refuseCreation = 'Not today';
  for (let n = 0; n < up; n += 1) await house.absorb(aCrmRecord());
  await house.drain();
  house.hubspot.refuseCreation = null;
  return (await house.stores.letters.list({ limit: 10 })).map(({ id }) => id);
}

beforeEach(async () => {
  house.clock.set(noon);
  await house.db.rows('DELETE FROM outbox');
});

describe('npm run jobs', () => {
  it('lists what waits and what was given up', async () => {
    expect(await run('list')).toEqual({ code: 0, out: 'Nothing waits.\nNothing was given up.\n', err: '' });
    const [id] = await given(1);
    await house.absorb(aCrmRecord());
    const { out } = await run('list');
    expect(out).toMatch(/^waiting {2}crm\.create {2}1, the oldest for \d+ d$/m);
    expect(out).toMatch(new RegExp(`^${id}  crm\\.create  \\d+ d ago  Not today$`, 'm'));
    expect((await run('list', '--dead')).out).not.toContain('waiting');
  });

  it('shows one with its payload', async () => {
    const [id = ''] = await given(1);
    const { code, out } = await run('show', id);
    expect(code).toBe(0);
    expect(out).toMatch(/reason {4}Not today\nkey {7}create:deal:/);
    expect(out).toContain('"object": "opportunity"');
    expect(await run('show', 'out-0')).toEqual({ code: 1, out: '', err: 'out-0 is not among what was given up\n' });
  });

  it('tries again by id, by kind and all, and says what is not there', async () => {
    const [one = '', two = ''] = await given(4);
    expect(await run('retry', one, 'in-7')).toEqual({
      code: 1,
      out: '1 new CRM record tried again\n',
      err: 'in-7: not among what was given up\n',
    });
    expect(await run('retry', one, two)).toMatchObject({ code: 1, out: '1 new CRM record tried again\n' });
    expect(await run('retry', '--kind', 'lead.card')).toMatchObject({ code: 1 });
    expect(await run('retry', '--kind', 'crm.create')).toMatchObject({
      code: 0,
      out: '2 new CRM records tried again\n',
    });
    expect(await run('retry', '--all')).toEqual({ code: 0, out: 'Nothing was given up.\n', err: '' });
    // The command goes by real time.
    house.clock.set(new Date());
    await house.drain();
    expect(await house.db.rows(`SELECT 1 FROM outbox WHERE kind = 'crm.create' AND state <> 'done'`)).toEqual([]);
  });

  it('drops for a reason, which the audit log keeps with who said so', async () => {
    const [id = ''] = await given(1);
    expect(await run('drop', id)).toMatchObject({ code: 2, err: expect.stringContaining('Name ids and the reason') });
    expect(await run('drop', id, '--because', 'made', 'by hand')).toMatchObject({
      code: 0,
      out: '1 new CRM record left undone\n',
    });
    const [entry] = await house.stores.audit.list({ actor: 'system:cli', limit: 1 });
    expect(entry).toMatchObject({ action: 'intent.dropped', after: { kind: 'crm.create', because: 'made by hand' } });
  });

  it.each([[[]], [['lst']], [['list', '--all']], [['show']], [['show', 'a', 'b']], [['retry']], [['retry', '--kind']]])(
    'explains itself for %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
    },
  );

  it('explains itself when asked to', async () => {
    expect(await run('help')).toMatchObject({ code: 0, out: expect.stringContaining('usage:') });
  });
});
