// Each hole is made by hand, two sweeps find it at the same time, and it is mended once.
import { beforeEach, describe, expect, it } from 'vitest';
import { sweepHoles } from '#features/recovery/sweep-holes.ts';
import { placeOnList } from '#features/leads/list-work.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { JsonObject } from '#ports/json.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { aLead } from '../../support/lead-builder.ts';
import { ana, bo, opa, useLeadHouse } from '../../support/lead-house.ts';
import { decideHold } from '#features/intake/decide-hold.ts';

const house = useLeadHouse(`
teams: [{ name: all, members: [ana@acme.test, bo@acme.test] }]
intake: { import_brake: { leads: 40, within: 10m } }
rules:
  - name: announce
    on: lead.created
    do: [{ route: { team: all, offer_for: 10m } }, { alert: { channel: "#leads" } }]
`);
const NONE = { rules: 0, hold: 0, card: 0, list: 0, claim: 0, offer: 0 };

const deps = () => ({ ...house.deps, transact: house.db.database.transact, holes: house.stores.holes });

/** Two replicas sweep at once; what both did together. */
async function sweepTwice(): Promise<Record<string, number>> {
  const [one, two] = await Promise.all([sweepHoles(deps()), sweepHoles(deps())]);
  return Object.fromEntries(Object.entries(one).map(([hole, count]) => [hole, count + two[hole as keyof typeof two]]));
}

async function arrive(): Promise<Lead> {
  const at = house.clock.now();
  const record = aCrmRecord({ createdAt: at, modifiedAt: at });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

const lose = (kind: string) => house.db.rows(`DELETE FROM outbox WHERE kind = $1 AND state = 'pending'`, [kind]);
const mends = async (subject: string) =>
  (await house.audited(subject)).filter((action) => action === 'recovery.mended').length;
const about = async (kind: string, { id }: Lead): Promise<readonly JsonObject[]> =>
  (await house.intents(kind)).filter(({ lead }) => lead === id);

beforeEach(async () => {
  await house.drain();
  house.clock.pass(DAY_MS);
});

describe('a sweep', () => {
  it('finds nothing where all is well, or still under way', async () => {
    const lead = await arrive();
    expect(await sweepTwice()).toEqual(NONE);
    await lose('lead.card');
    house.clock.pass(4 * MINUTE_MS);
    expect(await sweepTwice()).toEqual(NONE);
    house.clock.pass(2 * MINUTE_MS);
    expect(await sweepTwice()).toEqual({ ...NONE, card: 1 });
    await house.drain();
    expect((await house.lead(lead.id)).card?.posted).not.toBeNull();
    expect(await sweepTwice()).toEqual(NONE);
  });

  it('asks again for a card that nobody will post, once', async () => {
    const lead = await arrive();
    await lose('lead.card');
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ card: 1 });
    expect(await sweepTwice()).toMatchObject({ card: 0 });
    expect(await about('lead.card', lead)).toHaveLength(1);
    expect(await mends(leadSubject(lead.id))).toBe(1);
  });

  it('leaves a card alone that was given up: that is for people', async () => {
    const lead = await arrive();
    await house.db.rows(
      `UPDATE outbox SET state = 'dead', finished_at = due_at WHERE kind = 'lead.card' AND state = 'pending'`,
    );
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ card: 0 });
    expect(await mends(leadSubject(lead.id))).toBe(0);
  });

  it('tells ops once of a card that was asked for again and is not there all the same', async () => {
    await arrive();
    for (let round = 0; round < 3; round += 1) {
      await lose('lead.thread');
      await house.db.rows(
        `UPDATE outbox SET state = 'done', finished_at = due_at WHERE kind = 'lead.card' AND state = 'pending'`,
      );
      house.clock.pass(6 * MINUTE_MS);
      await sweepTwice();
    }
    const told = (await house.intents('ops.message')).map(({ text }) => JSON.stringify(text));
    expect(told.filter((text) => text.startsWith(`"1 announced leads have no card`))).toHaveLength(1);
    await house.db.rows(`UPDATE lead SET card_target = NULL WHERE card_ts IS NULL`);
  });

  it('asks again for an owner change that nobody will write, once', async () => {
    const lead = await arrive();
    await house.drain();
    expect(await house.claim(lead.id, ana)).toMatchObject({ kind: 'claimed' });
    await lose('crm.assign');
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ claim: 1 });
    expect(await sweepTwice()).toMatchObject({ claim: 0 });
    expect(await about('crm.assign', lead)).toHaveLength(1);
    await house.drain();
    expect(await house.stores.claims.current(lead.id)).toMatchObject({ state: 'written' });
    expect(house.hubspot.owners.get(`hubspot:lead:${lead.records[0]?.id}`)).toBe('hubspot-ana');
    expect(await mends(leadSubject(lead.id))).toBe(1);
  });

  it('asks again under another key where the first intent is remembered as done', async () => {
    const lead = await arrive();
    await house.drain();
    await house.claim(lead.id, bo);
    await house.db.rows(
      `UPDATE outbox SET state = 'done', finished_at = due_at WHERE kind = 'crm.assign' AND state = 'pending'`,
    );
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ claim: 1 });
    await house.drain();
    expect(await house.stores.claims.current(lead.id)).toMatchObject({ state: 'written' });
  });

  it('settles a claim whose every answer is there', async () => {
    const lead = await arrive();
    await house.drain();
    await house.claim(lead.id, ana);
    await lose('crm.assign');
    await house.db.rows(`UPDATE claim_write SET outcome = 'assigned' WHERE outcome = 'pending'`);
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ claim: 1 });
    expect(await house.stores.claims.current(lead.id)).toMatchObject({ state: 'written' });
    expect(await house.audited(leadSubject(lead.id))).toEqual(expect.arrayContaining(['claim.written']));
  });

  it('shows the rules a lead that they were never told of, as new as it was', async () => {
    const at = house.clock.now();
    const lead = aLead({ createdAt: at, seenAt: at, changedAt: at });
    await house.stores.leads.create(lead);
    house.clock.pass(2 * DAY_MS);
    expect(await sweepTwice()).toMatchObject({ rules: 1 });
    expect(await house.stores.firings.ofSubject(leadSubject(lead.id))).toHaveLength(1);
    expect(await about('lead.card', lead)).toHaveLength(1);
    expect(await mends(leadSubject(lead.id))).toBe(1);
    expect(await sweepTwice()).toMatchObject({ rules: 0 });
  });

  it('tells the team once that an offer has ended', async () => {
    const lead = await arrive();
    await house.drain();
    await lose('lead.thread');
    house.clock.pass(9 * MINUTE_MS);
    await sweepTwice();
    expect(await about('lead.thread', lead)).toEqual([]);
    house.clock.pass(2 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ offer: 1 });
    expect(await about('lead.thread', lead)).toMatchObject([
      { text: expect.stringMatching(/^(?:Ana|Bo)’s first choice is over; anybody of all can claim this lead now$/) },
    ]);
    await house.drain();
    expect(await sweepTwice()).toMatchObject({ offer: 0 });
  });

  it('has what waits for a channel sent by somebody', async () => {
    const lead = await arrive();
    await lose('lead.card');
    const { lists } = house.stores;
    const cause = { at: house.clock.now(), correlationId };
    await house.db.database.transact((tx) =>
      placeOnList(tx, { lead: lead.id, channel: channelIdOf('#leads'), note: null }, cause),
    );
    await lose('lead.lists');
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ list: 1, card: 0 });
    expect(await house.intents('lead.lists')).toHaveLength(1);
    await house.drain();
    expect((await house.lead(lead.id)).card?.posted).not.toBeNull();
    expect(await lists.dueAt(channelIdOf('#leads'))).toBeNull();
    expect(await sweepTwice()).toMatchObject({ list: 0 });
  });

  it('lets held leads go that ops decided on and nobody lets go', async () => {
    house.govern(`
intake: { import_brake: { leads: 1, within: 10m } }
rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]
`);
    await arrive();
    const held = await arrive();
    const hold = held.holdId;
    if (hold === null) throw new Error('nothing was held');
    await decideHold(house.deps, { hold, by: opa, verdict: 'announce', correlationId });
    await lose('hold.release');
    house.clock.pass(6 * MINUTE_MS);
    expect(await sweepTwice()).toMatchObject({ hold: 1 });
    await house.drain();
    expect(await house.lead(held.id)).toMatchObject({ standing: 'announced' });
    expect(await mends(`hold:${hold}`)).toBe(1);
    expect(await sweepTwice()).toMatchObject({ hold: 0 });
  });

  it('takes back leases that no dispatcher can have given', async () => {
    await arrive();
    await house.db.rows(
      `UPDATE outbox SET leased_until = clock_timestamp() + interval '1 day' WHERE state = 'pending'`,
    );
    expect(await house.db.database.outbox.lease(50, house.clock.now())).toEqual([]);
    await sweepTwice();
    expect((await house.db.database.outbox.lease(50, house.clock.now())).length).toBeGreaterThan(0);
    await house.db.database.outbox.reclaim();
  });
});

it.each(['converted', 'disqualified', 'gone'] as const)('asks for no card of a lead that is %s', async (state) => {
  const lead = await arrive();
  await house.db.rows(`UPDATE lead SET state = $2 WHERE id = $1`, [lead.id, state]);
  await lose('lead.card');
  house.clock.pass(6 * MINUTE_MS);
  expect(await sweepTwice()).toMatchObject({ card: 0 });
});
