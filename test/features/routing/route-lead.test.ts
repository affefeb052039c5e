import { describe, expect, it } from 'vitest';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { aCrmRecord, aCrmUser, aPerson } from '../../support/builders.ts';
import { ana, bo, cy, useLeadHouse } from '../../support/lead-house.ts';
import { noon } from '../../support/lead-builder.ts';

const house = useLeadHouse();

function govern(team: string, members: readonly string[], route = ''): void {
  house.govern(`
people: [{ email: dee@acme.test, slack: U0DIANE }]
teams: [{ name: ${team}, members: [${members.map((name) => `${name}@acme.test`).join(', ')}] }]
rules: [{ name: r, on: lead.created, do: [{ route: { team: ${team}${route} } }] }]
`);
}

async function arrive(crm: CrmName = 'hubspot', ownerId: string | null = null): Promise<Lead> {
  const now = house.clock.now();
  const record = aCrmRecord({ ref: { crm }, createdAt: now, modifiedAt: now, ownerId });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

async function offeredTo(count: number): Promise<readonly (string | null)[]> {
  const reps: (string | null)[] = [];
  for (let n = 0; n < count; n += 1) reps.push((await arrive()).offeredTo);
  return reps;
}

const why = async (lead: Lead) => (await house.stores.routingDecisions.ofLead(lead.id))[0];

describe('round robin', () => {
  it('gives everybody their turn, in the order of the team', async () => {
    govern('fair', ['ana', 'bo', 'cy']);
    expect(await offeredTo(6)).toEqual([ana.id, bo.id, cy.id, ana.id, bo.id, cy.id]);
  });

  it('stays fair when leads come at once', async () => {
    govern('crowd', ['ana', 'bo', 'cy']);
    const leads = await Promise.all(Array.from({ length: 30 }, () => arrive()));
    for (const rep of [ana, bo, cy]) expect(leads.filter(({ offeredTo }) => offeredTo === rep.id)).toHaveLength(10);
  });

  it('lets somebody new begin, and forgets no turn of those who stay', async () => {
    govern('grow', ['ana', 'bo']);
    expect(await offeredTo(3)).toEqual([ana.id, bo.id, ana.id]);
    govern('grow', ['ana', 'bo', 'cy']);
    expect(await offeredTo(3)).toEqual([cy.id, bo.id, ana.id]);
  });
});

describe('who cannot take a lead', () => {
  it('is passed over, and it is written down why', async () => {
    const { directory } = house.stores;
    await directory.putPerson(aPerson('Off', { active: false }), noon);
    await directory.putPerson(aPerson('Hal', { away: true }), noon);
    await directory.putPerson(aPerson('Uma'), noon);
    await directory.putPerson(aPerson('Ida'), noon);
    await directory.putCrmUsers('hubspot', [
      ...['Ana', 'Bo', 'Cy', 'Opa', 'Sam', 'Off', 'Hal'].map((name) => aCrmUser('hubspot', name)),
      aCrmUser('hubspot', 'Ida', { active: false }),
    ]);
    govern('odd', ['nix', 'off', 'hal', 'uma', 'ida', 'bo']);
    const lead = await arrive();
    expect(lead).toMatchObject({ state: 'offered', offeredTo: bo.id });
    expect(await why(lead)).toMatchObject({
      team: 'odd',
      rule: 'r',
      chosen: 'bo@acme.test',
      skipped: [
        { member: 'nix@acme.test', because: 'not_in_slack' },
        { member: 'off@acme.test', because: 'deactivated' },
        { member: 'hal@acme.test', because: 'away' },
        { member: 'uma@acme.test', because: 'no_crm_owner' },
        { member: 'ida@acme.test', because: 'inactive_crm_owner' },
      ],
    });
  });

  it('leaves the lead to its team when that is everybody', async () => {
    govern('empty', ['nix']);
    const lead = await arrive();
    expect(lead).toMatchObject({ state: 'open', team: 'empty', offeredTo: null });
    expect(await why(lead)).toMatchObject({ chosen: null });
    expect(await house.audited(leadSubject(lead.id))).toContain('lead.unrouted');
  });

  it('is somebody without a user in the CRM where the rule makes an opportunity', async () => {
    await house.stores.directory.putPerson(aPerson('Hub'), noon);
    await house.stores.directory.putCrmUsers(
      'hubspot',
      ['Ana', 'Bo', 'Cy', 'Opa', 'Sam', 'Hub'].map((name) => aCrmUser('hubspot', name)),
    );
    house.govern(`
teams: [{ name: deals, members: [hub@acme.test, bo@acme.test] }]
rules:
  - { name: r, on: lead.created, do: [{ route: { team: deals } }, { create_opportunity: { in: salesforce, stage: a, name: x } }] }
`);
    expect(await arrive()).toMatchObject({ offeredTo: bo.id });
  });

  it('is found by the Slack id that the playbook gives to the address', async () => {
    const diane = aPerson('Diane', { email: 'diane@private.test' });
    await house.stores.directory.putPerson(diane, noon);
    await house.stores.directory.putCrmUsers(
      'hubspot',
      ['Ana', 'Bo', 'Cy', 'Opa', 'Sam', 'Dee'].map((name) => aCrmUser('hubspot', name)),
    );
    govern('alias', ['dee']);
    const lead = await arrive();
    expect(lead.offeredTo).toBe(diane.id);
    expect((await house.claim(lead.id, diane)).kind).toBe('claimed');
  });
});

describe('the offer', () => {
  it('has the head start and the policy of the rule', async () => {
    govern('first', ['ana', 'bo'], ', claim_by: team, offer_for: 10m');
    const lead = await arrive();
    expect(lead).toMatchObject({ claimBy: 'team', offerEndsAt: after(house.clock.now(), 10 * MINUTE_MS) });
    expect(await house.claim(lead.id, bo)).toMatchObject({ kind: 'offered_to', rep: ana.id });
    expect(await house.claim(lead.id, cy)).toMatchObject({ kind: 'offered_to' });
    house.clock.pass(10 * MINUTE_MS);
    expect(await house.claim(lead.id, cy)).toEqual({ kind: 'not_on_team', team: 'first' });
    expect((await house.claim(lead.id, bo)).kind).toBe('claimed');
  });

  it('is off when somebody in the CRM took the lead before the owner was written', async () => {
    govern('now', ['ana'], ', assign: now');
    const lead = await arrive('hubspot', 'hubspot-queue');
    expect(lead).toMatchObject({ state: 'offered', offeredTo: ana.id, claimedBy: null });
    const [record] = lead.records;
    house.hubspot.owners.set(`hubspot:lead:${record?.id}`, 'hubspot-sam');
    await house.drain();
    expect(house.hubspot.owners.get(`hubspot:lead:${record?.id}`)).toBe('hubspot-sam');
    expect(await house.lead(lead.id)).toMatchObject({
      state: 'claimed',
      claimedBy: null,
      notice: 'HubSpot says Sam owns it; nothing was overwritten',
    });
    expect(house.slack.directs.at(-1)).toMatchObject({
      to: ana.id,
      text: expect.stringMatching(/^Mia Sand was offered to you, but/),
    });
  });

  it('leaves the offered rep the owner, who then claims without another write', async () => {
    govern('calm', ['ana'], ', assign: now');
    const lead = await arrive();
    await house.drain();
    const [record] = lead.records;
    expect(house.hubspot.owners.get(`hubspot:lead:${record?.id}`)).toBe('hubspot-ana');
    expect(await house.claim(lead.id, ana)).toMatchObject({ kind: 'claimed' });
    await house.drain();
    expect(await house.stores.claims.current(lead.id)).toMatchObject({
      state: 'written',
      writes: [{ outcome: 'unchanged' }],
    });
  });
});
