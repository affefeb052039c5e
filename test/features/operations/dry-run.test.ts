// A dry run decides everything and does nothing, says what it would have done, and leaves nothing to be announced later.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Stores } from '#adapters/postgres/stores.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import { beginDryRun, dryHandler, endDryRun } from '#features/operations/dry-run.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { aCrmRecord } from '../../support/builders.ts';
import type { RecordOverrides } from '../../support/builders.ts';
import { freePace, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
approvals: [{ name: deals, on: action, steps: [{ any_of: [bo@acme.test] }] }]
teams: [{ name: all, members: [ana@acme.test] }]
rules:
  - name: tell
    on: lead.created
    if: lead.score > 0
    do:
      - create_opportunity: { in: salesforce, stage: New, name: 'Deal {{company.name}}' }
      - route: { team: all, assign: now }
      - alert: { channel: '#leads' }
  - name: ask
    on: lead.created
    if: lead.score > 95
    do: [{ update_record: { in: hubspot, set: { rating: Hot }, gate: deals } }]
`);

async function aLead(over: RecordOverrides = {}): Promise<Lead> {
  const record = aCrmRecord({ createdAt: house.clock.now(), modifiedAt: house.clock.now(), ...over });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

/** As the app does it with DRY_RUN; returns how each intent ended. */
async function drainDryly(): Promise<readonly string[]> {
  const { clock, deps, stores, db } = house;
  const delivery = { ...deps, stores, messenger: house.slack, crms: house.crms, pace: freePace };
  const handlers = leadIntentHandlers(delivery);
  const ended: string[] = [];
  // What waits for the end of the dry run is there at each look.
  for (let looks = 0; looks < 5; looks += 1) {
    clock.pass(10_000);
    const held = await db.database.outbox.lease(50, clock.now());
    for (const row of held) {
      const handler = handlers.get(row.kind);
      if (!handler) throw new Error(`no handler for ${row.kind}`);
      const outcome = await dryHandler<Stores>({ ...deps, stores }, row.kind, handler)(row);
      ended.push(`${row.kind} ${outcome.kind}`);
      if (outcome.kind === 'done') await db.database.outbox.settle(row, { kind: 'done' }, clock.now(), outcome.commit);
      else await db.database.outbox.release([row]);
    }
  }
  return ended;
}

const wouldHave = async (lead: Lead): Promise<readonly unknown[]> => {
  const entries = await house.stores.audit.list({ subject: leadSubject(lead.id), limit: 50 });
  return entries.filter(({ action }) => action === 'dry_run.would_have').map(({ after }) => after?.['what']);
};

let before: Lead;
let during: Lead;

beforeAll(async () => {
  before = await aLead();
  house.clock.pass(MINUTE_MS);
  await beginDryRun(house.deps);
  await beginDryRun(house.deps);
  house.clock.pass(MINUTE_MS);
  during = await aLead({ fields: { first_name: 'Dora', last_name: 'Dry', score: 90 } });
});

describe('a dry run', () => {
  it('does nothing, and says in the audit log what it would have done', async () => {
    const ended = await drainDryly();
    expect(house.slack.posts.filter(({ channel }) => channel !== 'C0REVOPS')).toEqual([]);
    expect(house.salesforce.created).toEqual([]);
    expect([...house.hubspot.assigned, ...house.salesforce.assigned]).toEqual([]);
    expect(ended).toContain('crm.assign done');
    expect(new Set(await wouldHave(during))).toEqual(
      new Set([
        'dry run: would have changed the owner of Dora Dry in HubSpot',
        'dry run: would have made the opportunity "Deal Acme" for Dora Dry in Salesforce',
        'dry run: would have posted the card of Dora Dry in #leads',
      ]),
    );
    expect(await house.audited('system')).toEqual(['dry_run.started']);
  });

  it('tells ops, marked as what it is', () => {
    const told = house.slack.posts.filter(({ channel }) => channel === 'C0REVOPS').map(({ message }) => message.text);
    expect(told).toEqual([expect.stringMatching(/^Dry run\. Leads are read and decided on/u)]);
  });

  it('keeps what was decided for real before it', async () => {
    expect(await wouldHave(before)).toEqual([]);
    expect(await house.intents('crm.create')).toHaveLength(1);
  });

  it('ends with a start for real: what it saw stays silent, what waited goes out, what comes is announced', async () => {
    const late = await aLead({ fields: { first_name: 'Lia', last_name: 'Late', score: 99 } });
    await endDryRun(house.deps);
    await endDryRun(house.deps);
    house.clock.pass(10 * MINUTE_MS);
    const fresh = await aLead();
    await house.drain();
    for (const announced of [before, fresh]) {
      expect((await house.lead(announced.id)).card?.posted).toMatchObject({ channel: 'C0LEADS' });
    }
    for (const silent of [during, late]) {
      expect(await house.lead(silent.id)).toMatchObject({ standing: 'mirrored', state: 'open', card: null });
      expect(await house.stores.claims.current(silent.id)).toBeNull();
    }
    expect(house.salesforce.created).toHaveLength(2);
    expect(await house.audited('system')).toEqual(['dry_run.started', 'dry_run.ended']);
    expect(await house.stores.dryRuns.current()).toBeNull();
    const asked = await house.stores.approvals.list({ subject: leadSubject(late.id), limit: 10 });
    expect(asked).toMatchObject([{ state: 'withdrawn', because: 'it was asked for in a dry run' }]);
    expect(house.slack.directs.filter(({ text }) => text.includes('Lia Late'))).toEqual([]);
  });

  it('is not gone on with by a process that missed its end', async () => {
    await aLead();
    await expect(drainDryly()).rejects.toThrow('another process on this database runs without DRY_RUN');
  });
});
