// A database that answers and takes no writes: no space left, or read-only after a failover. Nothing is lost, nobody is
// told a lie, and everything goes on when it is mended.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import type { SeenCard } from '../support/house-cards.ts';
import { cardWhen, press } from '../support/house-people.ts';
import { aHouse, eventually, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';

const FULL = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`;
const TABLES = ['inbox', 'outbox', 'claim'];

describe('A database that takes no writes', () => {
  let house: House;
  let admin: Client;
  let name: string;
  beforeAll(async () => {
    house = await aHouse({ crms: ['hubspot'] });
    admin = new Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    name = new URL(house.env['DATABASE_URL'] ?? '').pathname.slice(1);
  });
  afterAll(async () => {
    await admin.end();
    await house.close();
  });

  const becomes = {
    async full() {
      await house.rows(FULL);
      for (const table of TABLES)
        await house.rows(`CREATE TRIGGER full_disk BEFORE INSERT ON ${table} EXECUTE FUNCTION full_disk()`);
    },
    readOnly: () => restrict('SET default_transaction_read_only = on'),
  };
  const isMended = {
    async full() {
      await house.rows('DROP FUNCTION full_disk() CASCADE');
    },
    readOnly: () => restrict('RESET default_transaction_read_only'),
  };

  /** For sessions that begin from now on; the others are ended, as a failover does. */
  async function restrict(how: string): Promise<void> {
    await admin.query(`ALTER DATABASE ${name} ${how}`);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2',
      [name, 'signalbox'],
    );
  }

  async function toldAfterClick({ channel, ts }: SeenCard): Promise<string> {
    const ana = house.slack.workspace.as('ana');
    const before = ana.inbox().length;
    await ana.click(channel, ts, 'leads.claim');
    return eventually(() => {
      const note = ana.inbox()[before];
      if (!note) throw new Error('ana was told nothing');
      return note.text;
    });
  }

  it.each([
    { when: 'its disk is full', how: 'full', says: 'The database has no disk space or memory left.' },
    { when: 'it is read-only after a failover', how: 'readOnly', says: 'The database takes no writes at the moment.' },
  ] as const)('sends webhooks and clicks away when $when, and makes up for it', async ({ how, says }) => {
    const hubspot = handsOn(house, 'hubspot');
    hubspot.createLead({ name: `Bea Before ${how}`, score: 50 });
    const card = await cardWhen(house, `Bea Before ${how}`, ({ buttons }) => expect(buttons).toContain('leads.claim'));
    await eventually(async () => expect(await house.rows(`SELECT 1 FROM inbox WHERE state = 'pending'`)).toEqual([]));
    await becomes[how]();

    const before = house.webhooks.deliveries().length;
    hubspot.createLead({ name: `Mia Meanwhile ${how}`, score: 50 });
    await eventually(() =>
      expect(
        house.webhooks
          .deliveries()
          .slice(before)
          .map(({ status }) => status),
      ).toContain(503),
    );
    // Sessions that were ended count as a database that is away, until one look was answered.
    await eventually(async () =>
      expect(await toldAfterClick(card)).toBe(`${says} Nothing was changed. Please try again in a minute.`),
    );
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200);

    await isMended[how]();
    await cardWhen(house, `Mia Meanwhile ${how}`, ({ buttons }) => expect(buttons).toContain('leads.claim'));
    expect(await press(house, 'ana', `Bea Before ${how}`, 'leads.claim')).toContain('is yours');
    await untilReady(house);
  });
});
