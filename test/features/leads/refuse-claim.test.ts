import { describe, expect, it } from 'vitest';
import { refuseClaim } from '#features/leads/claim-lead.ts';
import { holdOf } from '#features/leads/give-up.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aPerson } from '../../support/builders.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';

const ana = aPerson('Ana');
const bo = aPerson('Bo');
const cy = aPerson('Cy');
const opa = aPerson('Opa');
const playbook = aPlaybook(`roles: { admin: [opa@acme.test] }
people: [{ email: cy@acme.test, slack: U0CYRIL }]
teams: [{ name: smb, members: [ana@acme.test, bo@acme.test, cy@acme.test] }]
`);
const offered = { state: 'offered', team: 'smb', offeredTo: ana.id } as const;
const soon = after(noon, MINUTE_MS);

describe('a claim', () => {
  it.each([
    { when: 'the lead is open and was never routed', lead: aLead(), by: bo },
    { when: 'it is the offered rep', lead: aLead({ ...offered, claimBy: 'offered', offerEndsAt: soon }), by: ana },
    {
      when: 'a team member comes after the head start',
      lead: aLead({ ...offered, claimBy: 'team', offerEndsAt: noon }),
      by: bo,
    },
    { when: 'anyone may', lead: aLead({ ...offered, claimBy: 'anyone' }), by: opa },
    {
      when: 'nobody could be offered it and a team member asks',
      lead: aLead({ team: 'smb', claimBy: 'team' }),
      by: bo,
    },
    { when: 'it was released', lead: aLead({ state: 'released', team: 'smb', claimBy: 'team' }), by: bo },
    {
      when: 'the playbook knows the member by another address',
      lead: aLead({ ...offered, claimBy: 'team' }),
      by: aPerson('Cyril'),
    },
  ])('is allowed when $when', ({ lead, by }) => {
    expect(refuseClaim(playbook, lead, by, noon)).toBeNull();
  });

  it.each([
    {
      when: 'somebody has it',
      lead: aLead({ state: 'claimed', claimedBy: ana.id }),
      by: bo,
      refusal: { kind: 'taken', by: ana.id },
    },
    {
      when: 'somebody outside Slack has it',
      lead: aLead({ state: 'claimed' }),
      by: bo,
      refusal: { kind: 'taken', by: null },
    },
    {
      when: 'the claimer has it',
      lead: aLead({ state: 'claimed', claimedBy: bo.id }),
      by: bo,
      refusal: { kind: 'already_yours' },
    },
    { when: 'it is not a fit', lead: aLead({ state: 'disqualified' }), by: bo, refusal: { kind: 'closed' } },
    { when: 'it is gone', lead: aLead({ state: 'gone' }), by: bo, refusal: { kind: 'closed' } },
    {
      when: 'the offered rep has a head start',
      lead: aLead({ ...offered, claimBy: 'team', offerEndsAt: soon }),
      by: bo,
      refusal: { kind: 'offered_to', rep: ana.id, until: soon },
    },
    {
      when: 'only the offered rep may',
      lead: aLead({ ...offered, claimBy: 'offered', offerEndsAt: soon }),
      by: bo,
      refusal: { kind: 'offered_to', rep: ana.id, until: null },
    },
    {
      when: 'the claimer is not on the team',
      lead: aLead({ ...offered, claimBy: 'team' }),
      by: opa,
      refusal: { kind: 'not_on_team', team: 'smb' },
    },
    {
      when: 'the playbook gave the address to another Slack user',
      lead: aLead({ ...offered, claimBy: 'team' }),
      by: aPerson('Impostor', { email: null }),
      refusal: { kind: 'not_on_team', team: 'smb' },
    },
  ])('is refused when $when', ({ lead, by, refusal }) => {
    expect(refuseClaim(playbook, lead, by, noon)).toMatchObject(refusal);
  });
});

describe('giving a lead up', () => {
  const claimed = aLead({ state: 'claimed', claimedBy: ana.id });

  it.each([
    { when: 'the holder does', by: ana },
    { when: 'an admin does', by: opa },
  ])('is allowed when $when', ({ by }) => {
    expect(holdOf(playbook, claimed, by)).toEqual({ kind: 'held', lead: claimed, holder: ana.id });
  });

  it.each([
    { when: 'the lead is unknown', lead: null, by: ana, refusal: { kind: 'unknown_lead' } },
    { when: 'nobody has it', lead: aLead(), by: ana, refusal: { kind: 'not_claimed' } },
    { when: 'a colleague has it', lead: claimed, by: bo, refusal: { kind: 'not_yours', holder: ana.id } },
    {
      when: 'somebody outside Slack has it',
      lead: aLead({ state: 'claimed' }),
      by: opa,
      refusal: { kind: 'not_yours', holder: null },
    },
    {
      when: 'it is closed',
      lead: aLead({ state: 'converted', claimedBy: cy.id }),
      by: cy,
      refusal: { kind: 'not_claimed' },
    },
  ])('is refused when $when', ({ lead, by, refusal }) => {
    expect(holdOf(playbook, lead, by)).toMatchObject(refusal);
  });
});
