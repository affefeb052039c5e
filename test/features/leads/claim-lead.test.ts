import { describe, expect, it, vi } from 'vitest';
import { claimLead } from '#features/leads/claim-lead.ts';
import { settleClaim } from '#features/leads/settle-claim.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { newLeadId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CrmName, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { aCrmRecord, aCrmUser, aPerson, correlationId } from '../../support/builders.ts';
import { ana, bo, CROWD, useLeadHouse } from '../../support/lead-house.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { noon } from '../../support/lead-builder.ts';
import { textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse(`rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]\n`);
/** Claims that another transaction keeps waiting. */
const WAITING_FOR_A_LOCK = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
let people = 0;

/** A lead that is in each of these CRMs, with its card posted. */
async function aLeadIn(crms: readonly CrmName[], ownerId: string | null = null): Promise<Lead> {
  people += 1;
  const fields = { first_name: 'Mia', last_name: 'Sand', email: `mia${people}@acme.test` };
  const records = crms.map((crm) => aCrmRecord({ ref: { crm }, fields, ownerId: ownerId && `${crm}-${ownerId}` }));
  for (const record of records) await house.absorb(record);
  await house.drain();
  const [first] = records;
  if (!first) throw new Error('a lead needs a record');
  house.clock.pass(1000);
  return house.leadOf(first.ref);
}

const ownerOf = (ref: RecordRef) => house.crms.get(ref.crm)?.owners.get(refKey(ref));
const owners = (lead: Lead) => lead.records.map(ownerOf);
const stateOf = async (lead: Lead) => (await house.stores.claims.history(lead.id))[0]?.state;

function cardOf(lead: Lead): string {
  const posted = lead.card?.posted;
  const edits = house.slack.edits.filter(({ ts }) => ts === posted?.ts);
  return textIn(edits.at(-1)?.message.blocks ?? house.slack.posts.find(({ ts }) => ts === posted?.ts)?.message.blocks);
}

describe('a claim', () => {
  it('makes the rep the owner in every CRM, and the card and its thread say so', async () => {
    const lead = await aLeadIn(['hubspot', 'salesforce'], 'sam');
    expect((await house.claim(lead.id, ana)).kind).toBe('claimed');
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-ana', 'salesforce-ana']);
    expect(await stateOf(lead)).toBe('written');
    expect(cardOf(lead)).toContain('*Claimed* by <@U0ANA>');
    const thread = house.slack.posts.filter(({ thread }) => thread === lead.card?.posted?.ts);
    expect(thread.map(({ message }) => message.text)).toEqual(['Ana claimed this lead']);
    expect(await house.audited(leadSubject(lead.id))).toEqual(
      expect.arrayContaining(['lead.claimed', 'crm.owner_assigned', 'claim.written']),
    );
  });

  it('of a crowd at once has one winner, whom the CRM has too, and one audit row', async () => {
    const lead = await aLeadIn(['hubspot'], 'sam');
    const crowd = Array.from({ length: CROWD }, (_, n) => aPerson(`Rep${n}`));
    await house.stores.directory.putCrmUsers('hubspot', [
      ...['Ana', 'Bo', 'Cy', 'Opa', 'Sam'].map((name) => aCrmUser('hubspot', name)),
      ...crowd.map(({ name }) => aCrmUser('hubspot', name)),
    ]);
    for (const person of crowd) await house.stores.directory.putPerson(person, noon);
    const outcomes = await Promise.all(crowd.map((by) => house.claim(lead.id, by)));
    const winner = crowd[outcomes.findIndex(({ kind }) => kind === 'claimed')];
    expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    const lost = outcomes.filter(({ kind }) => kind === 'taken');
    expect(lost).toHaveLength(CROWD - 1);
    for (const outcome of lost) expect(outcome).toMatchObject({ by: winner?.id });
    await house.drain();
    expect(owners(lead)).toEqual([`hubspot-${winner?.name.toLowerCase()}`]);
    const won = (await house.audited(leadSubject(lead.id))).filter((action) => action === 'lead.claimed');
    expect(won).toHaveLength(1);
  });

  it('that races with an owner chosen in the CRM never leaves two holders', async () => {
    for (let round = 0; round < 10; round += 1) {
      const lead = await aLeadIn(['hubspot'], 'queue');
      const [ref] = lead.records;
      const record = ref && house.hubspot.records.get(refKey(ref));
      if (!record) throw new Error('the record is missing');
      const chosen = { ...record, ownerId: 'hubspot-bo', modifiedAt: after(record.modifiedAt, MINUTE_MS) };
      await Promise.all([house.claim(lead.id, ana), house.absorb(chosen)]);
      await house.drain();
      expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: bo.id });
      expect(owners(lead)).toEqual(['hubspot-bo']);
    }
  });

  it('sees what was decided while it waited for the lead', async () => {
    const lead = await aLeadIn(['hubspot']);
    let waiting: Promise<unknown> = Promise.resolve();
    await house.db.database.transact(async (tx) => {
      await tx.leads.lock(lead.id);
      waiting = house.claim(lead.id, bo);
      await vi.waitUntil(async () => (await house.db.rows(WAITING_FOR_A_LOCK)).length > 0);
      const offer = { state: 'offered', team: 'smb', claimBy: 'offered', offeredTo: ana.id } as const;
      await tx.leads.change(lead.id, offer, house.clock.now());
    });
    expect(await waiting).toMatchObject({ kind: 'offered_to', rep: ana.id });
  });

  it('is refused to somebody without a CRM user', async () => {
    const lead = await aLeadIn(['hubspot']);
    const uma = aPerson('Uma');
    expect(await house.claim(lead.id, uma)).toEqual({ kind: 'no_crm_user', crm: 'hubspot', inactive: false });
    expect(await house.lead(lead.id)).toMatchObject({ state: 'open' });
    expect(await house.claim(newLeadId(), ana)).toEqual({ kind: 'unknown_lead' });
  });

  it('is not made twice by the same rep', async () => {
    const lead = await aLeadIn(['hubspot']);
    await house.claim(lead.id, ana);
    expect(await house.claim(lead.id, ana)).toMatchObject({ kind: 'already_yours' });
    expect(await house.claim(lead.id, bo)).toMatchObject({ kind: 'taken', by: ana.id });
    await house.drain();
  });
});

describe('a claim that a CRM does not take', () => {
  it('overwrites nobody: whoever owns the lead there has it, and the rep is told', async () => {
    const lead = await aLeadIn(['hubspot'], 'queue');
    const [ref] = lead.records;
    if (ref) house.hubspot.owners.set(refKey(ref), 'hubspot-bo');
    await house.claim(lead.id, ana);
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-bo']);
    const notice = 'HubSpot says Bo owns it; nothing was overwritten';
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: bo.id, notice });
    expect(cardOf(lead)).toContain(notice);
    expect(house.slack.directs.at(-1)).toEqual({
      to: ana.id,
      text: `Your claim on Mia Sand did not go through: ${notice}`,
    });
    expect(await stateOf(lead)).toBe('conflict');
  });

  it('is undone when every CRM refuses, in the CRM’s own words, and can be claimed again', async () => {
    const lead = await aLeadIn(['hubspot', 'salesforce']);
    house.hubspot.answers.push({ kind: 'refused', message: 'No permission' });
    house.salesforce.answers.push({ kind: 'refused', message: 'Locked by approval' });
    const channel = channelIdOf('#leads');
    await claimLead({ ...house.deps, stores: house.stores }, { lead: lead.id, by: ana, channel, correlationId });
    await house.drain();
    const notice = 'HubSpot refused: No permission; Salesforce refused: Locked by approval';
    expect(await house.lead(lead.id)).toMatchObject({ state: 'open', claimedBy: null, claimedAt: null, notice });
    expect(house.slack.whispers.at(-1)).toEqual({
      channel,
      to: ana.id,
      text: `Your claim on Mia Sand was undone: ${notice}`,
    });
    expect((await house.claim(lead.id, bo)).kind).toBe('claimed');
    expect(await house.lead(lead.id)).toMatchObject({ claimedBy: bo.id, notice: null });
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-bo', 'salesforce-bo']);
  });

  it('stands in part, and the card says which CRM lacks it', async () => {
    const lead = await aLeadIn(['hubspot', 'salesforce']);
    house.salesforce.answers.push({ kind: 'gone' });
    await house.claim(lead.id, ana);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ claimedBy: ana.id, notice: 'deleted in Salesforce' });
    expect(await stateOf(lead)).toBe('partial');
  });

  it('settles once when two CRMs answer in the same moment', async () => {
    const lead = await aLeadIn(['hubspot', 'salesforce']);
    await house.claim(lead.id, ana);
    const claim = await house.stores.claims.current(lead.id);
    if (!claim) throw new Error('there is no claim');
    const input = {
      playbook: house.deps.playbook().playbook,
      claimId: claim.id,
      at: noon,
      correlationId,
    };
    await Promise.all(
      claim.writes.map((write) =>
        house.db.database.transact(async (tx) => {
          await tx.claims.setWrite(claim.id, write, { outcome: 'assigned', message: null, rival: null });
          await settleClaim(tx, input);
        }),
      ),
    );
    expect(await stateOf(lead)).toBe('written');
    expect((await house.audited(leadSubject(lead.id))).filter((action) => action === 'claim.written')).toHaveLength(1);
    await house.drain();
  });

  it('is tried again while the CRM is away, and undone by a fault that stays', async () => {
    const lead = await aLeadIn(['hubspot']);
    house.hubspot.answers.push(new Fault('unavailable', 'HubSpot is down'));
    await house.claim(lead.id, ana);
    await expect(house.drain()).rejects.toThrow('HubSpot is down');
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: ana.id });

    const other = await aLeadIn(['salesforce']);
    house.salesforce.answers.push(new Fault('invalid_input', 'not an id of this org'));
    await house.claim(other.id, bo);
    await house.drain();
    expect(await house.lead(other.id)).toMatchObject({
      state: 'open',
      notice: 'Salesforce refused: not an id of this org',
    });
  });

  it('is undone when the CRM was away for a day', async () => {
    const lead = await aLeadIn(['salesforce']);
    await house.claim(lead.id, ana);
    house.clock.pass(23 * HOUR_MS);
    house.salesforce.answers.push(new Fault('unavailable', 'Salesforce is down'));
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'open',
      claimedBy: null,
      notice: 'Salesforce refused: Salesforce is down',
    });
  });
});
