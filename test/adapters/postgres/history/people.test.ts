import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryRow } from '#ports/crm-history.ts';
import type { CrmUser } from '#ports/crm.ts';
import { useDatabase } from '../../../support/database.ts';
import {
  aCompanyRow,
  aDealRow,
  anActivityRow,
  aPersonRow,
  aTouchRow,
  emptyHistory,
  theRules,
} from '../../../support/history-rows.ts';

const now = new Date('2026-11-22T12:00:00Z');
const db = useDatabase({ now: () => now });
const day = (text: string): Date => new Date(`${text}T09:00:00Z`);

const put = (...rows: readonly HistoryRow[]) => db.database.stores.history.put(rows, theRules, now);
const prospects = () => db.rows('SELECT * FROM prospect ORDER BY created_at, id');
const changes = () => db.rows('SELECT record_id, field, at, value, observed FROM record_change ORDER BY field, at');

beforeEach(() => emptyHistory(db));

describe('a person', () => {
  it('is counted once, whatever CRMs know them by address or stored ids', async () => {
    const taken = await put(
      aPersonRow({ id: '1', email: 'Mia@Acme.test' }),
      aPersonRow({ crm: 'salesforce', id: '00Q1', email: 'mia@acme.TEST', convertedContactId: '0031' }),
      aPersonRow({ crm: 'salesforce', object: 'contact', id: '0031', email: 'mia.new@acme.test' }),
      aPersonRow({ id: '2', email: 'other@acme.test' }),
      aPersonRow({ id: '3' }),
    );
    expect(taken).toBe(5);
    const found = await prospects();
    expect(new Set(found.map(({ email }) => email))).toEqual(new Set(['mia@acme.test', 'other@acme.test', null]));
    expect(found).toHaveLength(3);
  });

  it('is found to be one by a record that comes later, and their touches and deals with them', async () => {
    await put(
      aPersonRow({ id: '1', email: 'mia@acme.test' }),
      aPersonRow({ crm: 'salesforce', id: '00Q1', email: 'mia.k@acme.test' }),
      aTouchRow({ person: { crm: 'salesforce', object: 'lead', id: '00Q1' } }),
      aDealRow({ people: [{ crm: 'hubspot', object: 'lead', id: '1' }], createdAt: day('2026-02-01') }),
    );
    expect(await prospects()).toHaveLength(2);
    expect(await db.rows('SELECT * FROM touch_credit')).toEqual([]);
    await put(
      aPersonRow({
        crm: 'salesforce',
        object: 'contact',
        id: '0031',
        email: 'mia@acme.test',
        twins: [{ crm: 'salesforce', object: 'lead', id: '00Q1' }],
      }),
    );
    const [one, ...others] = await prospects();
    expect(others).toEqual([]);
    expect(await db.rows('SELECT prospect_id FROM touch')).toEqual([{ prospect_id: one?.['id'] }]);
    expect(await db.rows('SELECT prospect_id FROM deal')).toEqual([{ prospect_id: one?.['id'] }]);
    expect(await db.rows('SELECT first_touch FROM touch_credit')).toEqual([{ first_touch: 1 }]);
  });

  it('is two again when their record gets another address', async () => {
    await put(aPersonRow({ id: '1', email: 'info@acme.test' }), aPersonRow({ id: '2', email: 'info@acme.test' }));
    expect(await prospects()).toHaveLength(1);
    await put(aPersonRow({ id: '2', email: 'bo@acme.test', modifiedAt: day('2026-03-01') }));
    expect((await prospects()).map(({ email }) => email)).toEqual(['info@acme.test', 'bo@acme.test']);
  });

  it('has what the record that was made first says, and what is left out there from the others', async () => {
    await put(
      aCompanyRow({
        id: '701',
        name: 'Acme GmbH',
        domain: 'https://www.acme.test/',
        employees: 120,
        country: 'Deutschland',
      }),
      aPersonRow({ id: '1', email: 'mia@acme.test', createdAt: day('2026-02-01'), source: 'ADS', country: 'usa' }),
      aPersonRow({ id: '2', email: 'mia@acme.test', createdAt: day('2026-01-01'), name: 'Mia', companyId: '701' }),
    );
    expect(await prospects()).toMatchObject([
      {
        name: 'Mia',
        source: 'ADS',
        country: 'DE',
        employees: 120,
        company_key: 'acme.test',
        company_name: 'Acme GmbH',
        created_at: day('2026-01-01'),
        lead_at: day('2026-01-01'),
      },
    ]);
    await put(aCompanyRow({ id: '701', domain: 'acme.test', employees: 5000, modifiedAt: day('2026-03-01') }));
    expect(await prospects()).toMatchObject([{ employees: 5000, country: 'US' }]);
  });

  it('enters a stage when the first of their records does, by the stages and statuses of the playbook', async () => {
    await put(
      aPersonRow({
        id: '1',
        email: 'mia@acme.test',
        stage: 'salesqualifiedlead',
        changes: [
          { field: 'stage', at: day('2026-01-05'), value: 'lead' },
          { field: 'stage', at: day('2026-02-05'), value: 'marketingqualifiedlead' },
          { field: 'stage', at: day('2026-03-05'), value: 'salesqualifiedlead' },
          { field: 'stage', at: day('2026-04-05'), value: 'marketingqualifiedlead' },
        ],
        modifiedAt: day('2026-04-05'),
      }),
      aPersonRow({
        crm: 'salesforce',
        id: '00Q1',
        email: 'mia@acme.test',
        createdAt: day('2026-01-07'),
        status: 'marketing qualified',
        changes: [{ field: 'status', at: day('2026-02-01'), value: 'marketing qualified' }],
      }),
    );
    expect(await prospects()).toMatchObject([
      { lead_at: day('2026-01-05'), mql_at: day('2026-02-01'), sql_at: day('2026-03-05'), opportunity_at: null },
    ]);
  });

  it('is an opportunity and a customer by their deals, whatever comes first', async () => {
    const people = [{ crm: 'hubspot' as const, object: 'lead' as const, id: '1' }];
    await put(
      aDealRow({ id: '901', people, createdAt: day('2026-03-01'), closed: true, won: true, closeDate: '2026-06-30' }),
      aDealRow({ id: '902', people, createdAt: day('2026-02-01'), closed: true, won: false, closeDate: '2026-03-01' }),
    );
    await put(aPersonRow({ id: '1' }));
    // 30 June begins at 22:00 UTC in Berlin's summer.
    const customer = new Date('2026-06-29T22:00:00Z');
    expect(await prospects()).toMatchObject([{ opportunity_at: day('2026-02-01'), customer_at: customer }]);
    await db.database.stores.history.markGone([{ crm: 'hubspot', object: 'opportunity', id: '902' }], theRules);
    expect(await prospects()).toMatchObject([{ opportunity_at: day('2026-03-01'), customer_at: customer }]);
  });

  it('is an opportunity of the lead that was converted into a deal', async () => {
    await put(
      aPersonRow({
        crm: 'salesforce',
        id: '00Q1',
        convertedAt: day('2026-05-01'),
        convertedContactId: '0031',
        convertedDealId: '0061',
      }),
    );
    expect(await prospects()).toMatchObject([{ opportunity_at: day('2026-05-01') }]);
    await put(aDealRow({ crm: 'salesforce', id: '0061', createdAt: day('2026-05-02') }));
    const [mia] = await prospects();
    expect(await db.rows('SELECT prospect_id FROM deal')).toEqual([{ prospect_id: mia?.['id'] }]);
  });

  it('was assigned when somebody first owned them, and touched by the first activity', async () => {
    await put(
      aPersonRow({
        crm: 'salesforce',
        id: '00Q1',
        ownerId: '0051',
        changes: [
          { field: 'owner', at: day('2026-01-01'), value: '00G1' },
          { field: 'owner', at: day('2026-01-03'), value: '0051' },
          { field: 'owner', at: day('2026-01-04'), value: '0052' },
        ],
      }),
      anActivityRow({
        crm: 'salesforce',
        at: day('2026-01-09'),
        people: [{ crm: 'salesforce', object: 'lead', id: '00Q1' }],
      }),
    );
    expect(await prospects()).toMatchObject([{ assigned_at: day('2026-01-03'), first_touched_at: day('2026-01-09') }]);
    await put(
      anActivityRow({
        id: 'a2',
        crm: 'salesforce',
        at: day('2026-01-05'),
        people: [{ crm: 'salesforce', object: 'lead', id: '00Q1' }],
      }),
    );
    expect(await prospects()).toMatchObject([{ first_touched_at: day('2026-01-05') }]);
    await db.database.stores.history.markGone([{ crm: 'salesforce', object: 'activity', id: 'a2' }], theRules);
    expect(await prospects()).toMatchObject([{ first_touched_at: day('2026-01-09') }]);
  });

  it('has its owner by the address that the CRM’s user has, also when the directory comes later', async () => {
    const user = (email: string | null): CrmUser => ({ id: '9', name: 'Ana', email, active: true, kind: 'person' });
    await put(
      aPersonRow({ id: '1', ownerId: '9' }),
      aDealRow({ ownerId: '9', people: [{ crm: 'hubspot', object: 'lead', id: '1' }] }),
    );
    const owners = () => db.rows('SELECT p.owner AS person, d.owner AS deal FROM prospect p, deal d');
    expect(await owners()).toEqual([{ person: 'hubspot:9', deal: 'hubspot:9' }]);
    await db.database.stores.directory.putCrmUsers('hubspot', [user('Ana@acme.test')]);
    expect(await owners()).toEqual([{ person: 'ana@acme.test', deal: 'ana@acme.test' }]);
    await db.database.stores.directory.putCrmUsers('hubspot', [user('ana.vogt@acme.test')]);
    expect(await owners()).toEqual([{ person: 'ana.vogt@acme.test', deal: 'ana.vogt@acme.test' }]);
  });

  it('is nobody’s while a queue has them, and belongs to whom an import names', async () => {
    await put(
      aPersonRow({ crm: 'salesforce', id: '00Q1', ownerId: '00G5e000001abcdEAA', createdAt: day('2026-01-01') }),
      aPersonRow({ crm: 'salesforce', id: '00Q2', ownerId: '0055e000001abcdEAA', createdAt: day('2026-01-02') }),
      aPersonRow({ id: '3', ownerId: ' Ana Vogt ', createdAt: day('2026-01-03') }),
    );
    expect((await prospects()).map(({ owner }) => owner)).toEqual([null, 'salesforce:0055e000001abcdEAA', 'ana vogt']);
  });

  it('has bits for what is filled and what is right, in the order of the playbook', async () => {
    await put(
      aPersonRow({ id: '1', email: 'not an address', name: 'n/a', country: 'Narnia', source: 'Web' }),
      aPersonRow({ id: '2', email: 'mia@acme.test', name: 'Mia', companyName: 'Acme', country: 'FR', ownerId: '9' }),
    );
    const bits = await db.rows('SELECT filled, valid FROM prospect ORDER BY filled');
    // email 1, name 2, company 4, country 8, source 16, owner 32
    expect(bits).toEqual([
      { filled: 1 + 2 + 8 + 16, valid: 16 },
      { filled: 1 + 2 + 4 + 8 + 32, valid: 1 + 2 + 4 + 8 + 32 },
    ]);
  });

  it('is gone when every record of theirs is, and back with one of them', async () => {
    await put(aPersonRow({ id: '1', email: 'mia@acme.test' }), aPersonRow({ id: '2', email: 'mia@acme.test' }));
    const lose = (id: string) =>
      db.database.stores.history.markGone([{ crm: 'hubspot', object: 'lead', id }], theRules);
    await lose('1');
    expect(await prospects()).toMatchObject([{ gone: false }]);
    await lose('2');
    await lose('unknown');
    expect(await prospects()).toMatchObject([{ gone: true, email: 'mia@acme.test' }]);
    expect(await put(aPersonRow({ id: '2', email: 'mia@acme.test' }))).toBe(1);
    expect(await prospects()).toMatchObject([{ gone: false }]);
  });

  it('keeps touches and deals of a record that was merged into theirs', async () => {
    const old = { crm: 'hubspot', object: 'lead', id: '1' } as const;
    await put(
      aPersonRow({ id: '1', changes: [{ field: 'stage', at: day('2026-01-02'), value: 'marketingqualifiedlead' }] }),
      aPersonRow({ id: '2', createdAt: day('2026-02-01') }),
      aTouchRow({ person: old }),
      anActivityRow({ people: [old], at: day('2026-01-20') }),
      aDealRow({ people: [old], createdAt: day('2026-03-01') }),
    );
    for (const _ of [1, 2]) {
      await db.database.stores.history.merge(old, { ...old, id: '2' }, theRules);
      const found = await prospects();
      expect(found).toMatchObject([
        { gone: false, created_at: day('2026-02-01'), mql_at: day('2026-01-02'), first_touched_at: day('2026-01-20') },
      ]);
      expect(await db.rows('SELECT person, prospect_id FROM touch')).toEqual([
        { person: 'hubspot:lead:2', prospect_id: found[0]?.['id'] },
      ]);
      expect(await db.rows('SELECT people, prospect_id FROM deal')).toEqual([
        { people: ['hubspot:lead:2'], prospect_id: found[0]?.['id'] },
      ]);
      expect(await db.rows('SELECT linear FROM touch_credit')).toEqual([{ linear: 1 }]);
    }
  });

  it('survives texts that PostgreSQL cannot keep, and numbers that are none', async () => {
    await put(aPersonRow({ id: '1', email: 'mi\0a@acme.test', name: 'Mia \ud83d', employees: 2.4e10 }));
    expect(await prospects()).toMatchObject([{ email: 'mia@acme.test', name: 'Mia \ufffd', employees: null }]);
  });
});

describe('a change that the CRM does not tell of', () => {
  it('is dated at the record’s last change, and forgotten when the CRM’s history turns out to have it', async () => {
    await put(aPersonRow({ id: '1', modifiedAt: day('2026-03-01'), status: 'Open' }));
    expect(await changes()).toEqual([]);
    await put(aPersonRow({ id: '1', modifiedAt: day('2026-04-01'), status: 'Working' }));
    const seen = { record_id: '1', field: 'status', at: day('2026-04-01'), value: 'Working', observed: true };
    expect(await changes()).toEqual([seen]);
    const told = { field: 'status' as const, at: day('2026-03-31'), value: 'Working' };
    await put(aPersonRow({ id: '1', modifiedAt: day('2026-04-02'), status: 'Working', changes: [told] }));
    expect(await changes()).toEqual([{ ...seen, at: told.at, observed: false }]);
  });

  it('began with the record where nothing has happened to it since', async () => {
    await put(aPersonRow({ crm: 'salesforce', id: '00Q1', status: 'Sales Qualified', createdAt: day('2026-03-01') }));
    expect(await prospects()).toMatchObject([{ sql_at: day('2026-03-01') }]);
  });
});

describe('rows', () => {
  it('are taken when they are new or newer, and change nothing when they come again', async () => {
    const row = aPersonRow({ id: '1', email: 'mia@acme.test', source: 'Web', modifiedAt: day('2026-03-01') });
    expect(await put(row)).toBe(1);
    expect(await put(row, row)).toBe(0);
    expect(await put({ ...row, source: 'Old', modifiedAt: day('2026-02-01') })).toBe(0);
    expect(await prospects()).toMatchObject([{ source: 'Web' }]);
    expect(await put({ ...row, source: 'New', modifiedAt: day('2026-04-01') })).toBe(1);
    expect(await prospects()).toMatchObject([{ source: 'New' }]);
  });

  it('are counted and listed for comparing with the CRM', async () => {
    await put(
      aPersonRow({ id: '2' }),
      aPersonRow({ id: '10' }),
      aDealRow({ id: '901', amount: '100.50', currency: 'EUR' }),
      aDealRow({ id: '902', amount: '50' }),
      aDealRow({ id: '903', amount: '1', currency: 'EUR' }),
    );
    const { history } = db.database.stores;
    await history.markGone([{ crm: 'hubspot', object: 'opportunity', id: '903' }], theRules);
    expect(await history.totals('hubspot', 'person')).toEqual({ count: 2, amounts: null });
    expect(await history.totals('hubspot', 'deal')).toEqual({ count: 2, amounts: { '': '50', EUR: '100.5' } });
    expect((await history.versions('hubspot', 'person', '', 1)).map(({ id }) => id)).toEqual(['10']);
    expect((await history.versions('hubspot', 'person', '10', 9)).map(({ id }) => id)).toEqual(['2']);
  });
});
