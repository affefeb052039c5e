import { describe, expect, it } from 'vitest';
import { absorbDeletion } from '#features/intake/absorb-absence.ts';
import { disqualifyLead } from '#features/leads/disqualify-lead.ts';
import { handOverLead, releaseLead } from '#features/leads/give-up.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { logTouch } from '#features/leads/log-touch.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, aPerson, correlationId } from '../../support/builders.ts';
import { ana, bo, cy, opa, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
teams: [{ name: smb, members: [ana@acme.test, bo@acme.test] }]
rules: [{ name: all, on: lead.created, do: [{ route: { team: smb, claim_by: offered } }, { alert: { channel: "#leads" } }] }]
not_a_fit: { write: { salesforce: {} } }
`);
let people = 0;

/** A lead that somebody holds, written everywhere. */
async function aLeadOf(holder: SlackPerson, crms: readonly CrmName[] = ['hubspot']): Promise<Lead> {
  people += 1;
  const email = `mia${people}@acme.test`;
  const records = crms.map((crm) => aCrmRecord({ ref: { crm }, fields: { email }, ownerId: `${crm}-sam` }));
  for (const record of records) await house.absorb(record);
  const [first] = records;
  if (!first) throw new Error('a lead needs a record');
  const { id } = await house.leadOf(first.ref);
  await house.stores.leads.change(id, { offeredTo: holder.id, state: 'offered' }, house.clock.now());
  house.clock.pass(1000);
  expect((await house.claim(id, holder)).kind).toBe('claimed');
  await house.drain();
  house.clock.pass(1000);
  return house.lead(id);
}

const given = { channel: null, correlationId };
const owners = (lead: Lead) => lead.records.map((ref) => house.crms.get(ref.crm)?.owners.get(refKey(ref)));
const release = (lead: Lead, by: SlackPerson) => releaseLead(house.deps, { lead: lead.id, by, ...given });
const handOver = (lead: Lead, by: SlackPerson, to: SlackPerson) =>
  handOverLead(house.deps, { lead: lead.id, by, to, ...given });
const disqualify = (lead: Lead, by: SlackPerson, reason = 'no_budget', note: string | null = null) =>
  disqualifyLead(house.deps, { lead: lead.id, by, reason, note, correlationId });

describe('a release', () => {
  it('gives the owner back in every CRM and lets the whole team claim', async () => {
    const lead = await aLeadOf(ana, ['hubspot', 'salesforce']);
    expect((await release(lead, ana)).kind).toBe('released');
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-sam', 'salesforce-sam']);
    expect(await house.lead(lead.id)).toMatchObject({ state: 'released', claimedBy: null, offeredTo: null });
    expect((await house.claim(lead.id, bo)).kind).toBe('claimed');
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-bo', 'salesforce-bo']);
  });

  it('right after the claim finds the owner that the claim is still writing', async () => {
    const lead = await aLeadOf(ana);
    await release(lead, ana);
    await house.drain();
    house.clock.pass(1000);
    await house.stores.leads.change(lead.id, { offeredTo: bo.id }, house.clock.now());
    await house.claim(lead.id, bo);
    house.clock.pass(1000);
    await release(lead, bo);
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-sam']);
    expect(await house.lead(lead.id)).toMatchObject({ state: 'released', notice: null });
  });

  it('is for the holder and admins', async () => {
    const lead = await aLeadOf(ana);
    expect(await release(lead, bo)).toMatchObject({ kind: 'not_yours', holder: ana.id });
    expect((await release(lead, opa)).kind).toBe('released');
    expect(await release(lead, ana)).toMatchObject({ kind: 'not_claimed' });
    await house.drain();
  });

  it('that a CRM refuses still stands in Slack, and says what the CRM said', async () => {
    const lead = await aLeadOf(ana);
    house.hubspot.answers.push({ kind: 'refused', message: 'Owner is required' });
    await release(lead, ana);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'released',
      notice: 'HubSpot refused: Owner is required',
    });
    expect(house.slack.directs.at(-1)?.text).toMatch(/^You released .+, but HubSpot refused: Owner is required$/);
  });
});

describe('a hand-over', () => {
  it('makes the colleague holder and owner', async () => {
    const lead = await aLeadOf(ana);
    expect((await handOver(lead, ana, cy)).kind).toBe('handed_over');
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: cy.id });
    expect(owners(lead)).toEqual(['hubspot-cy']);
    await release(await house.lead(lead.id), cy);
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-sam']);
  });

  it('that the CRM refuses leaves the lead with who had it', async () => {
    const lead = await aLeadOf(ana);
    house.hubspot.answers.push({ kind: 'refused', message: 'Cy may not own leads' });
    await handOver(lead, ana, cy);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'claimed',
      claimedBy: ana.id,
      notice: 'HubSpot refused: Cy may not own leads',
    });
    expect(house.slack.directs.at(-1)).toMatchObject({ to: cy.id, text: expect.stringMatching(/^The hand-over of/) });
  });

  it('follows a refused claim to the owner who was there before', async () => {
    const lead = await aLeadOf(ana);
    house.hubspot.answers.push({ kind: 'refused', message: 'Cy may not own leads' });
    await handOver(lead, ana, cy);
    house.clock.pass(1000);
    await handOver(await house.lead(lead.id), cy, bo);
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-bo']);
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: bo.id, notice: null });
  });

  it('goes to active colleagues with a CRM user, and not to oneself', async () => {
    const lead = await aLeadOf(ana);
    expect(await handOver(lead, ana, ana)).toEqual({ kind: 'same_person' });
    expect(await handOver(lead, ana, aPerson('Off', { active: false }))).toEqual({ kind: 'inactive_person' });
    expect(await handOver(lead, ana, aPerson('Uma'))).toMatchObject({ kind: 'no_crm_user', crm: 'hubspot' });
    expect(await handOver(lead, bo, bo)).toMatchObject({ kind: 'not_yours' });
  });

  it('by the winner of a conflict compares with the winner', async () => {
    const lead = await aLeadOf(ana);
    const [ref] = lead.records;
    if (ref) house.hubspot.owners.set(refKey(ref), 'hubspot-bo');
    await handOver(lead, ana, cy);
    await house.drain();
    house.clock.pass(1000);
    expect(await house.lead(lead.id)).toMatchObject({ claimedBy: bo.id });
    await handOver(await house.lead(lead.id), bo, cy);
    await house.drain();
    expect(owners(lead)).toEqual(['hubspot-cy']);
  });
});

describe('"not a fit"', () => {
  it('closes the lead and tells every CRM why', async () => {
    const lead = await aLeadOf(ana, ['hubspot', 'salesforce']);
    expect((await disqualify(lead, ana, 'no_budget', 'next year')).kind).toBe('disqualified');
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ state: 'disqualified', notice: 'Not a fit: No budget' });
    const [hubspot] = lead.records;
    expect(house.hubspot.updated.at(-1)).toEqual({
      ref: hubspot && refKey(hubspot),
      fields: { hs_lead_status: 'UNQUALIFIED' },
    });
    expect(house.salesforce.updated).toEqual([]);
    for (const crm of [house.hubspot, house.salesforce]) {
      expect(crm.created.at(-1)?.record).toMatchObject({
        fields: { subject: 'Not a fit: No budget', body: 'next year', done: true },
        ownerId: `${crm.name}-ana`,
      });
    }
    expect(await disqualify(lead, opa)).toMatchObject({ kind: 'closed' });
  });

  it('is not undone by a claim that the CRM answers afterwards', async () => {
    const lead = await aLeadOf(ana);
    house.hubspot.answers.push({ kind: 'refused', message: 'Locked' });
    await handOver(lead, ana, cy);
    await disqualify(await house.lead(lead.id), cy);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ state: 'disqualified', notice: 'Not a fit: No budget' });
  });

  it('is for those who might claim the lead', async () => {
    const lead = await aLeadOf(ana);
    expect(await disqualify(lead, bo)).toMatchObject({ kind: 'taken', by: ana.id });
    expect(await disqualify(lead, ana, 'bad_hair')).toEqual({ kind: 'unknown_reason' });
    await release(lead, ana);
    expect(await disqualify(lead, cy)).toMatchObject({ kind: 'not_on_team' });
    expect((await disqualify(lead, bo)).kind).toBe('disqualified');
    await house.drain();
  });

  it('says so in the thread when the CRM refuses the update', async () => {
    const lead = await aLeadOf(ana);
    house.hubspot.updates.push({ kind: 'refused', message: 'Read-only property' });
    await disqualify(lead, ana);
    expect(await house.drain()).toContainEqual({ kind: 'crm.update', outcome: 'dead', because: 'Read-only property' });
    const thread = house.slack.posts.filter(({ thread }) => thread === lead.card?.posted?.ts);
    expect(thread.at(-1)?.message.text).toBe('HubSpot refused the update: Read-only property');
    expect(await house.audited(leadSubject(lead.id))).toContain('crm.update_refused');
  });
});

describe('a touch', () => {
  it('is a closed task in every CRM and marks the first one', async () => {
    const lead = await aLeadOf(ana, ['hubspot', 'salesforce']);
    const at = house.clock.now();
    const touch = { lead: lead.id, by: ana, touch: 'call', note: 'left a message', correlationId } as const;
    expect((await logTouch(house.deps, touch)).kind).toBe('logged');
    house.clock.set(after(at, MINUTE_MS));
    await logTouch(house.deps, touch);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ touchedAt: at });
    for (const crm of [house.hubspot, house.salesforce]) {
      expect(crm.created.at(-1)).toMatchObject({
        object: 'task',
        record: {
          ownerId: `${crm.name}-ana`,
          fields: { subject: 'Call', body: 'left a message', kind: 'call', done: true },
        },
      });
    }
    expect(await logTouch(house.deps, { ...touch, by: bo })).toMatchObject({ kind: 'not_yours' });
  });
});

describe('a lead of which a CRM has a second record and no longer has a third', () => {
  async function aLeadOfThree(): Promise<Lead> {
    const lead = await aLeadOf(ana, ['hubspot', 'salesforce']);
    const email = lead.email ?? '';
    const twin = aCrmRecord({ fields: { email }, ownerId: 'hubspot-ana' });
    await house.absorb(twin);
    const deleted = lead.records.find(({ crm }) => crm === 'salesforce');
    if (deleted) await absorbDeletion(house.deps, { ref: deleted, events: [], correlationId });
    await house.drain();
    return house.lead(lead.id);
  }

  it.each([
    {
      when: 'a touch is logged',
      act: (lead: Lead) => logTouch(house.deps, { lead: lead.id, by: ana, touch: 'call', note: null, correlationId }),
      updates: 0,
    },
    { when: 'it is not a fit', act: (lead: Lead) => disqualify(lead, ana), updates: 2 },
  ])('gets one task in the CRM that has it when $when', async ({ act, updates }) => {
    const lead = await aLeadOfThree();
    const before = [house.hubspot.created.length, house.salesforce.created.length, house.hubspot.updated.length];
    const [tasks = 0, none = 0, updated = 0] = before;
    await act(lead);
    expect(await house.drain()).not.toContainEqual(expect.objectContaining({ outcome: 'dead' }));
    expect(house.hubspot.created).toHaveLength(tasks + 1);
    expect(house.hubspot.updated).toHaveLength(updated + updates);
    expect(house.salesforce.created).toHaveLength(none);
    expect(house.hubspot.created.at(-1)?.record.links.map(({ crm }) => crm)).toEqual(['hubspot', 'hubspot']);
  });
});
