// The past of the CRMs: the same from the same seed, planted in both servers, there again after a restart, never saved.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readParts } from '#sandbox/saved/saved-sandbox.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { germanHolidays } from '#sandbox/world/past/calendar.ts';
import { makePast } from '#sandbox/world/past/make-past.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { aSandbox } from '../../../support/sandbox.ts';

const WISH = { leads: 1_800, months: 18, anchor: '2026-11-22' };
const OPTIONS = { ...WISH, seed: 7 };

describe('the drawing', () => {
  const past = makePast(OPTIONS);

  it('is the same from the same seed, and another from another', () => {
    expect(makePast(OPTIONS)).toEqual(past);
    expect(makePast({ ...OPTIONS, seed: 8 }).people[0]?.email).not.toBe(past.people[0]?.email);
  });

  it('leaves nothing before its beginning, or after its end', () => {
    expect(past.people).toHaveLength(WISH.leads);
    const instants = past.people.flatMap((person) => [
      person.createdAt,
      ...[person.mqlAt, person.sqlAt, person.assignedAt, person.lostAt].filter((at) => at !== null),
    ]);
    expect(Math.min(...instants)).toBeGreaterThanOrEqual(past.from);
    expect(Math.max(...instants, ...past.deals.map(({ createdAt }) => createdAt))).toBeLessThan(past.until);
  });

  it('has people in each order that it can happen in', () => {
    for (const { createdAt, salesforceAt, mqlAt, sqlAt } of past.people) {
      expect(salesforceAt).toBeGreaterThanOrEqual(createdAt);
      expect(mqlAt ?? createdAt).toBeGreaterThanOrEqual(createdAt);
      expect(sqlAt ?? Infinity).toBeGreaterThanOrEqual(mqlAt ?? createdAt);
    }
  });

  it('gives nobody an address that somebody else has', () => {
    expect(new Set(past.people.map(({ email }) => email)).size).toBe(WISH.leads);
  });

  it('knows the movable holidays', () => {
    expect(germanHolidays(2026)).toEqual(
      expect.arrayContaining(['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25']),
    );
    expect(germanHolidays(2024)).toContain('2024-03-29');
  });
});

describe('the CRMs with a past', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await aSandbox({ past: WISH, seed: 7 });
  });
  afterAll(() => sandbox.close());

  it('have its people, and who owned them a seat', () => {
    const past = makePast(OPTIONS);
    const someone = past.people.find((one) => one.hubspot && one.deletedAt === null && one.owner?.team === 'dach');
    const contact = sandbox.hubspot.findBy('contacts', 'email', someone?.email ?? '');
    const owner = sandbox.hubspot.owners().find(({ id }) => id === contact?.properties['hubspot_owner_id']);
    expect(owner?.email).toBe(someone?.owner?.email);
    const lead = past.people.find((one) => one.salesforce && !one.hubspot && one.deletedAt === null);
    expect(sandbox.salesforce.findBy('Lead', 'Email', lead?.email ?? '')).not.toHaveLength(0);
  });

  it('tell a thousand records of a kind at most, the newest first', () => {
    const records = createRecords(sandbox);
    const rows = records.rows('hubspot', 'contacts');
    expect(rows).toHaveLength(1_000);
    expect(rows.map(({ modifiedAt }) => modifiedAt)).toEqual(
      rows
        .map(({ modifiedAt }) => modifiedAt)
        .toSorted()
        .toReversed(),
    );
  });

  it('save what changed in it and nothing else, and have it again', async () => {
    const empty = await aSandbox({ seed: 7 });
    const without = empty.save().length;
    await empty.close();
    // Owners' seats are records of their own.
    expect(sandbox.save().length - without).toBeLessThan(40_000);

    const id = sandbox.hubspot.newest('contacts', 1)[0]?.id ?? '';
    sandbox.hubspot.updateRecord('contacts', id, { jobtitle: 'Changed since' });
    const again = await aSandbox({ saved: readParts(sandbox.save()) });
    expect(again.hubspot.record('contacts', id)?.properties['jobtitle']).toBe('Changed since');
    expect(again.hubspot.records('contacts')).toHaveLength(sandbox.hubspot.records('contacts').length);
    expect(again.salesforce.records('Lead')).toHaveLength(sandbox.salesforce.records('Lead').length);
    await again.close();

    sandbox.startOver();
    expect(sandbox.hubspot.record('contacts', id)?.properties['jobtitle']).not.toBe('Changed since');
  });
});
