import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../../../support/database.ts';
import { aPersonRow, theRules } from '../../../support/history-rows.ts';
import type { HistoryRow } from '#ports/crm-history.ts';

const now = new Date('2026-11-22T12:00:00Z');
const db = useDatabase({ now: () => now });

const put = (...rows: readonly HistoryRow[]) => db.database.stores.history.put(rows, theRules, now);
const prospects = () => db.rows('SELECT * FROM prospect ORDER BY id');

beforeEach(async () => {
  await db.rows(
    'TRUNCATE person_record, prospect, deal, deal_person, touch, touch_credit, record_change, crm_company, crm_campaign, cost, activity RESTART IDENTITY',
  );
});

describe('people', () => {
  it('counts a person once, whatever CRMs know them by address or stored ids', async () => {
    const taken = await put(
      aPersonRow({ id: '1', email: 'Mia@Acme.test' }),
      aPersonRow({ crm: 'salesforce', id: '00Q1', email: 'mia@acme.TEST', convertedContactId: '0031' }),
      aPersonRow({ crm: 'salesforce', object: 'contact', id: '0031', email: 'mia.new@acme.test' }),
      aPersonRow({ id: '2', email: 'other@acme.test' }),
    );
    expect(taken).toBe(4);
    expect(await prospects()).toMatchObject([{ email: 'mia@acme.test' }, { email: 'other@acme.test' }]);
  });
});
