import { describe, expect, it } from 'vitest';
import { foldLeads } from '#features/intake/fold-leads.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { createRecord } from '#features/leads/create-record.ts';
import { handOverLead } from '#features/leads/give-up.ts';
import { createIntent } from '#features/leads/intents.ts';
import { refKey } from '#ports/crm.ts';
import { aCrmRecord, aHeldIntent, correlationId } from '../../support/builders.ts';
import { ana, bo, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
teams: [{ name: all, members: [ana@acme.test] }]
rules:
  - name: deal
    on: lead.created
    if: lead.score > 85
    do:
      - create_opportunity: { in: salesforce, stage: Prospecting, name: "{{company.name}}" }
      - route: { team: all, claim_by: anyone }
      - alert: { channel: "#leads" }
  - { name: plain, on: lead.created, if: lead.score <= 85, do: [{ create_opportunity: { in: hubspot, stage: New, name: x } }] }
`);

async function aLeadWith(score: number): Promise<Lead> {
  const record = aCrmRecord({ fields: { score } });
  await house.absorb(record);
  house.clock.pass(1000);
  return house.leadOf(record.ref);
}

const dealOf = async (lead: Lead) => (await house.lead(lead.id)).records.find(({ object }) => object === 'opportunity');

describe('an opportunity that a rule asks for', () => {
  it('is made once, for the routed rep, and tied to the lead and its card', async () => {
    const lead = await aLeadWith(90);
    await house.drain();
    const deal = await dealOf(lead);
    expect(deal).toMatchObject({ crm: 'salesforce', madeBy: 'deal', ownerId: 'salesforce-ana' });
    expect(house.salesforce.created).toHaveLength(1);
    expect(JSON.stringify([...house.slack.posts, ...house.slack.edits])).toContain('Salesforce opportunity');
    expect(await house.audited(leadSubject(lead.id))).toContain('crm.opportunity_created');
  });

  it('is found again when an earlier try was not answered', async () => {
    const lead = await aLeadWith(90);
    const intent = createIntent(
      {
        lead: lead.id,
        crm: 'salesforce',
        object: 'opportunity',
        key: `k:${lead.id}`,
        rule: 'deal',
        fields: {},
        owner: null,
      },
      { at: house.clock.now(), correlationId },
    );
    const deps = { ...house.deps, stores: house.stores, crms: house.crms };
    const before = house.salesforce.created.length;
    await createRecord(deps, aHeldIntent(intent));
    const repeated = await createRecord(deps, aHeldIntent({ ...intent, attempt: 2 }));
    expect(repeated.kind).toBe('done');
    expect(house.salesforce.created).toHaveLength(before + 1);
    await house.drain();
  });

  it('follows whoever claimed the lead meanwhile', async () => {
    const lead = await aLeadWith(90);
    const { create } = house.salesforce;
    house.salesforce.create = async (...asked) => {
      const made = await create(...asked);
      await house.claim(lead.id, bo);
      await house.drain();
      return made;
    };
    await house.drain();
    house.salesforce.create = create;
    const deal = await dealOf(lead);
    expect(deal && house.salesforce.owners.get(refKey(deal))).toBe('salesforce-bo');
    const claim = await house.stores.claims.current(lead.id);
    expect(claim).toMatchObject({ by: bo.id, state: 'written' });
    expect(claim?.writes.map(({ object }) => object).toSorted()).toEqual(['lead', 'opportunity']);
  });

  it('goes to whoever claimed the lead after it was made and before that was written down', async () => {
    const lead = await aLeadWith(90);
    const wanted = { lead: lead.id, crm: 'salesforce', object: 'opportunity', rule: 'deal', fields: {} } as const;
    const cause = { at: house.clock.now(), correlationId };
    const intent = createIntent({ ...wanted, key: `lost:${lead.id}`, owner: null }, cause);
    const deps = { ...house.deps, stores: house.stores, crms: house.crms };
    await createRecord(deps, aHeldIntent(intent));
    const ref = { crm: 'salesforce', object: 'opportunity', id: house.salesforce.created.at(-1)?.id ?? '' } as const;
    house.salesforce.records.set(refKey(ref), aCrmRecord({ ref, ownerId: 'salesforce-ana' }));
    await house.claim(lead.id, bo);
    const found = await createRecord(deps, aHeldIntent({ ...intent, attempt: 2 }));
    await house.deps.transact(async (tx) => {
      if (found.kind === 'done') await found.commit?.(tx);
    });
    await house.drain();
    expect(house.salesforce.owners.get(refKey(ref))).toBe('salesforce-bo');
  });

  it('that cannot follow is said on the card', async () => {
    const lead = await aLeadWith(90);
    const { create } = house.salesforce;
    house.salesforce.create = async (...asked) => {
      const made = await create(...asked);
      await house.claim(lead.id, bo);
      await house.drain();
      house.salesforce.answers.push({ kind: 'refused', message: 'Wrong territory' });
      return made;
    };
    await house.drain();
    house.salesforce.create = create;
    expect(await house.lead(lead.id)).toMatchObject({
      claimedBy: bo.id,
      notice: 'the Salesforce opportunity refused: Wrong territory',
    });
  });

  it('made for nobody is claimed from whoever the CRM gave it to', async () => {
    const { create } = house.hubspot;
    house.hubspot.create = async (...asked) => {
      const made = await create(...asked);
      if (made.kind !== 'refused') {
        house.hubspot.owners.set(refKey(made.ref), 'hubspot-opa');
        house.hubspot.records.set(refKey(made.ref), aCrmRecord({ ref: made.ref, ownerId: 'hubspot-opa' }));
      }
      return made;
    };
    const lead = await aLeadWith(10);
    await house.drain();
    house.hubspot.create = create;
    const deal = await dealOf(lead);
    expect(deal).toMatchObject({ ownerId: 'hubspot-opa' });
    await house.claim(lead.id, ana);
    await house.drain();
    expect(deal && house.hubspot.owners.get(refKey(deal))).toBe('hubspot-ana');
    expect(await house.lead(lead.id)).toMatchObject({ notice: null });
  });

  it('is tied to the lead that stays when its own was merged meanwhile', async () => {
    const stays = await aLeadWith(90);
    await house.drain();
    const goes = await aLeadWith(90);
    const { clock, deps } = house;
    const { playbook } = deps.playbook();
    await deps.transact(async (tx) => {
      await foldLeads(tx, { from: goes.id, into: stays.id, playbook, now: clock.now(), correlationId });
    });
    await house.drain();
    const deals = (await house.lead(stays.id)).records.filter(({ object }) => object === 'opportunity');
    expect(deals).toHaveLength(2);
    expect((await house.lead(goes.id)).records).toEqual([]);
  });

  it('that the CRM refuses is said in the thread', async () => {
    house.salesforce.refuseCreation = 'Stage is not active';
    const lead = await aLeadWith(90);
    expect(await house.drain()).toContainEqual({ kind: 'crm.create', outcome: 'dead', because: 'Stage is not active' });
    house.salesforce.refuseCreation = null;
    expect(house.slack.posts.at(-1)?.message.text).toBe('Salesforce refused the opportunity: Stage is not active');
    expect(await house.audited(leadSubject(lead.id))).toContain('crm.opportunity_refused');
  });

  it('that the CRM refuses because the lead was deleted there is told in those words', async () => {
    const record = aCrmRecord({ ref: { crm: 'salesforce' }, fields: { score: 90 } });
    await house.absorb(record);
    house.salesforce.records.delete(refKey(record.ref));
    house.salesforce.refuseCreation = 'invalid cross reference id';
    await house.drain();
    house.salesforce.refuseCreation = null;
    expect(house.slack.posts.at(-1)?.message.text).toBe('Salesforce refused the opportunity: the lead is deleted');
  });
});

describe('a claim that is undone because the lead’s own CRM refused it', () => {
  it('gives the opportunity back that the other CRM had taken', async () => {
    const lead = await aLeadWith(90);
    await house.drain();
    const deal = await dealOf(lead);
    house.hubspot.answers.push({ kind: 'refused', message: 'Locked' });
    expect((await house.claim(lead.id, bo)).kind).toBe('claimed');
    house.clock.pass(1000);
    await house.drain();
    const open = { state: 'offered', claimedBy: null, notice: 'HubSpot refused: Locked' };
    expect(await house.lead(lead.id)).toMatchObject(open);
    expect(deal && house.salesforce.owners.get(refKey(deal))).toBe('salesforce-ana');
    expect(await house.stores.claims.current(lead.id)).toMatchObject({ kind: 'undo', state: 'written' });
  });

  it('leaves who handed the lead over with all of it', async () => {
    const lead = await aLeadWith(90);
    await house.drain();
    await house.claim(lead.id, ana);
    house.clock.pass(1000);
    await house.drain();
    house.hubspot.answers.push({ kind: 'refused', message: 'Locked' });
    await handOverLead(house.deps, { lead: lead.id, by: ana, to: bo, channel: null, correlationId });
    house.clock.pass(1000);
    await house.drain();
    const deal = await dealOf(lead);
    const owner = () => deal && house.salesforce.owners.get(refKey(deal));
    expect(await house.lead(lead.id)).toMatchObject({ state: 'claimed', claimedBy: ana.id });
    expect(owner()).toBe('salesforce-ana');
    expect((await house.claim(lead.id, bo)).kind).toBe('taken');
    expect(await house.drain()).toEqual([]);
  });
});
