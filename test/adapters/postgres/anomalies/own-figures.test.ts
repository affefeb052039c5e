import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { useDatabase } from '../../../support/database.ts';

const noon = new Date('2026-03-10T12:00:00.000Z');
const db = useDatabase({ now: () => noon });
const ago = (ms: number): Date => new Date(noon.getTime() - ms);

describe('What Signalbox looks at of its own work', () => {
  it('is nothing in an empty house', async () => {
    expect(await db.database.ownFigures(DAY_MS)).toEqual({
      webhooks: new Map(),
      claims: { now: { cases: 0, bad: 0 }, usual: { cases: 0, bad: 0 } },
      intents: { cases: 0, bad: 0 },
    });
  });

  it('is the newest webhook of each CRM, and what polling found since', async () => {
    const event = (crm: string, type: string, at: Date) =>
      db.rows(
        `INSERT INTO inbox (key, crm, object, record_id, change, type, occurred_at, received_at, due_at, correlation_id)
         VALUES (gen_random_uuid()::text, $1, 'lead', '1', 'changed', $2, $3, $3, $3, 'c')`,
        [crm, type, at],
      );
    await event('hubspot', 'poll', ago(3 * HOUR_MS));
    await event('hubspot', 'contact.propertyChange', ago(2 * HOUR_MS));
    await event('hubspot', 'poll', ago(HOUR_MS));
    await event('hubspot', 'company.changed', ago(HOUR_MS));
    await event('hubspot', 'poll', ago(MINUTE_MS));
    await event('salesforce', 'poll', ago(MINUTE_MS));
    const { webhooks } = await db.database.ownFigures(DAY_MS);
    expect(webhooks).toEqual(
      new Map([
        ['hubspot', { last: ago(2 * HOUR_MS), polled: 2 }],
        ['salesforce', { last: null, polled: 0 }],
      ]),
    );
  });

  it('is the leads due within a day, in time or not, today and in the weeks before', async () => {
    const lead = (seen: Date, over: { state?: string; standing?: string; claimed?: Date; offer?: Date } = {}) =>
      db.rows(
        `INSERT INTO lead (id, facts, search_text, score_reasons, state, standing, created_at, seen_at, changed_at,
           claimed_at, offer_ends_at) VALUES (gen_random_uuid(), '{}', '', '[]', $2, $3, $1, $1, $1, $4, $5)`,
        [seen, over.state ?? 'open', over.standing ?? 'announced', over.claimed ?? null, over.offer ?? null],
      );
    const hours = (many: number): Date => ago(many * HOUR_MS);
    await lead(hours(30));
    await lead(hours(30), { state: 'claimed', claimed: hours(10) });
    await lead(hours(30), { state: 'claimed', claimed: hours(1) });
    await lead(hours(30), { state: 'disqualified' });
    await lead(hours(10), { offer: hours(9) });
    // Not due yet, long due, and never announced.
    await lead(hours(10));
    await lead(hours(80));
    await lead(hours(30), { standing: 'baseline' });
    for (const week of [1, 4])
      await lead(ago(week * 7 * DAY_MS + 30 * HOUR_MS), { claimed: ago(week * 7 * DAY_MS + 29 * HOUR_MS) });
    await lead(ago(5 * 7 * DAY_MS + 30 * HOUR_MS));
    const { claims } = await db.database.ownFigures(DAY_MS);
    expect(claims).toEqual({ now: { cases: 5, bad: 3 }, usual: { cases: 2, bad: 0 } });
  });

  it('is the first claim that counts, whoever has the lead now', async () => {
    await db.rows(`DELETE FROM lead`);
    const [lead] = await db.rows<{ id: string }>(
      `INSERT INTO lead (id, facts, search_text, score_reasons, state, standing, created_at, seen_at, changed_at, claimed_at)
       VALUES (gen_random_uuid(), '{}', '', '[]', 'claimed', 'announced', $1, $1, $1, $2) RETURNING id`,
      [ago(30 * HOUR_MS), ago(HOUR_MS)],
    );
    await db.rows(
      `INSERT INTO claim (id, lead_id, by, kind, at, state) VALUES (gen_random_uuid(), $1, 'U0ANA', 'claim', $2, 'ended')`,
      [lead?.id, ago(29 * HOUR_MS)],
    );
    expect((await db.database.ownFigures(DAY_MS)).claims.now).toEqual({ cases: 1, bad: 0 });
  });

  it('is what was given up or is refused of an hour’s messages and writes', async () => {
    const intent = (state: string, at: Date, fault: string | null) =>
      db.rows(
        `INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at, state, finished_at,
           failing_since, fault) VALUES (gen_random_uuid()::text, 'crm.update', 'x', 5, '{}', 'c', $1, $1, $2,
           CASE WHEN $2 <> 'pending' THEN $1::timestamptz END, CASE WHEN $3::text IS NOT NULL THEN $1::timestamptz END, $3)`,
        [at, state, fault],
      );
    const lately = ago(10 * MINUTE_MS);
    await intent('done', lately, null);
    await intent('done', ago(2 * HOUR_MS), null);
    await intent('dead', lately, 'refused');
    await intent('dead', lately, 'dropped');
    await intent('pending', ago(5 * HOUR_MS), 'forbidden');
    await intent('pending', lately, 'unavailable');
    await intent('pending', lately, null);
    expect((await db.database.ownFigures(DAY_MS)).intents).toEqual({ cases: 4, bad: 2 });
  });
});
