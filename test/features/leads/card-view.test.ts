import { describe, expect, it } from 'vitest';
import type { CardData } from '#features/leads/card-data.ts';
import { renderCard, summary } from '#features/leads/card-view.ts';
import type { GatedAction } from '#features/leads/gated-actions.ts';
import { CRM_SCORE } from '#features/leads/lead.ts';
import type { Lead, LeadState } from '#features/leads/lead.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aPerson } from '../../support/builders.ts';
import { aGated, aLead, noon } from '../../support/lead-builder.ts';
import { actionsIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';
import { theFacts } from '../playbook/builders.ts';

const ana = aPerson('Ana');
const hot = theFacts({
  lead: { name: 'Mia Sand', title: 'CTO', country: 'Germany', source: 'PAID_SEARCH', owner: 'Sam' },
  company: { name: 'Acme', employees: 12_500, industry: 'Robotics' },
});

function aCard(lead: Lead, over: Partial<CardData> = {}): CardData {
  return {
    lead,
    holderName: null,
    offeredName: null,
    stage: 'MQL',
    localHour: '13:00',
    links: [],
    delays: [],
    gated: [],
    ...over,
  };
}

describe('a lead card', () => {
  it('shows who it is, why it matters and where it is', () => {
    const lead = aLead({
      email: 'mia@acme.test',
      facts: hot,
      score: 92,
      scoreReasons: [
        { points: 87, because: CRM_SCORE },
        { points: 10, because: 'more than 1,000 employees' },
        { points: -5, because: 'private e-mail address' },
      ],
      priority: 'high',
      headline: 'Call within 5 minutes',
      team: 'enterprise',
    });
    const links = [{ label: 'HubSpot contact', url: 'https://app.hubspot.com/contacts/1?a=1&b=2' }];
    const card = renderCard(aCard(lead, { links }));
    expectAccepted(card);
    const text = textIn(card.blocks);
    expect(text).toContain(':red_circle: *High priority*  ·  enterprise  ·  Call within 5 minutes');
    expect(text).toContain('*Mia Sand*  ·  CTO');
    expect(text).toContain('*Acme*  ·  12,500 employees  ·  Robotics  ·  Germany, 13:00 there');
    expect(text).toContain('*92*  (CRM score 87, more than 1,000 employees +10, private e-mail address -5)');
    expect(text).toContain('Paid search');
    expect(text).toContain('MQL');
    expect(text).toContain('<https://app.hubspot.com/contacts/1?a=1&amp;b=2|HubSpot contact>');
    expect(card.text).toBe('High priority lead: Mia Sand, CTO at Acme, score 92, open');
  });

  it.each<{ state: LeadState; over: Partial<Lead>; says: RegExp; buttons: readonly string[] }>([
    {
      state: 'open',
      over: {},
      says: /\*Open\*, anyone may claim it/,
      buttons: ['leads.claim', 'leads.not_a_fit', 'leads.why'],
    },
    {
      state: 'open',
      over: { team: 'smb' },
      says: /\*Open\* for smb, nobody/,
      buttons: ['leads.claim', 'leads.not_a_fit', 'leads.why'],
    },
    {
      state: 'offered',
      over: { offeredTo: ana.id },
      says: /\*Offered\* to <@U0ANA>/,
      buttons: ['leads.claim', 'leads.not_a_fit', 'leads.why'],
    },
    { state: 'released', over: {}, says: /\*Released\*/, buttons: ['leads.claim', 'leads.not_a_fit', 'leads.why'] },
    {
      state: 'claimed',
      over: { claimedBy: ana.id, claimedAt: after(noon, 3 * MINUTE_MS), touchedAt: noon },
      says: /\*Claimed\* by <@U0ANA>, 3 min after it came in, first touch logged/,
      buttons: ['leads.touch', 'leads.hand_over', 'leads.release', 'leads.not_a_fit', 'leads.why'],
    },
    { state: 'claimed', over: { facts: hot }, says: /\*Claimed\* by Sam/, buttons: ['leads.why'] },
    { state: 'disqualified', over: { claimedBy: ana.id }, says: /\*Not a fit\*/, buttons: ['leads.why'] },
    { state: 'converted', over: {}, says: /\*Converted\*/, buttons: ['leads.why'] },
    {
      state: 'gone',
      over: { notice: 'Deleted in HubSpot' },
      says: /\*Gone\*\n.*Deleted in HubSpot/,
      buttons: ['leads.why'],
    },
  ])('that is $state offers what can be done', ({ state, over, says, buttons }) => {
    const card = renderCard(aCard(aLead({ state, ...over })));
    expectAccepted(card);
    expect(textIn(card.blocks)).toMatch(says);
    expect(actionsIn(card.blocks)).toEqual(buttons);
  });

  it('takes a lead about which nothing is known', () => {
    const nothing = aLead({ facts: theFacts({}) });
    const card = renderCard(aCard(nothing, { stage: null, localHour: null }));
    expectAccepted(card);
    expect(card.text).toBe('Lead: Unnamed lead, open');
  });

  it.each([' ', '\u200b', '', '\n\t'])('calls a lead by its address when its name is %j', (name) => {
    const card = renderCard(aCard(aLead({ email: 'mia@acme.test', facts: theFacts({ lead: { name, title: ' ' } }) })));
    expectAccepted(card);
    expect(card.text).toBe('Lead: mia@acme.test, open');
  });

  it.each([
    { of: 'hostile', text: HOSTILE },
    { of: 'endless', text: ENDLESS },
  ])('pings nobody and breaks nothing with $of values', ({ text }) => {
    const fields = Object.fromEntries(
      ['name', 'title', 'country', 'source', 'source_detail', 'owner', 'industry'].map((name) => [name, text]),
    );
    const lead = aLead({
      email: text,
      facts: theFacts({ lead: fields, company: { ...fields, employees: 1e21 } }),
      score: 100,
      scoreReasons: Array.from({ length: 40 }, () => ({ points: 5, because: text })),
      headline: text,
      team: text,
      notice: text,
    });
    const links = Array.from({ length: 30 }, (_, index) => ({
      label: 'Salesforce opportunity',
      url: `https://x.test/${index}?a=1&b=2`,
    }));
    for (const state of ['open', 'offered', 'claimed', 'gone'] as const) {
      const card = renderCard(
        aCard(
          { ...lead, state },
          { holderName: text, offeredName: text, stage: text, localHour: '09:00 to 12:00', links },
        ),
      );
      expectAccepted(card);
      expect(textIn(card.blocks)).not.toMatch(/<!|<@|\*you\*/);
      expect(textIn(card.blocks)).toContain('and 32 more');
    }
  });

  it('says what a rule may not do before whose yes', () => {
    const shown = (over: Partial<GatedAction>) =>
      textIn(renderCard(aCard(aLead({}), { gated: [aGated(over)] })).blocks);
    expect(shown({ asked: ['Vera', 'Carl'] })).toContain(
      'Update Globex renewal in Salesforce: approval A-12 waits for Vera, Carl',
    );
    expect(shown({ asked: ['Ana', 'Bo', 'Cy', 'Dan', 'Eva', 'Flo'] })).toContain('Ana, Bo, Cy, Dan and 2 more');
    expect(shown({ asked: [] })).toContain('waits for somebody who may decide');
    const card = renderCard(aCard(aLead(), { gated: Array.from({ length: 9 }, () => aGated({ title: HOSTILE })) }));
    expectAccepted(card);
    expect(textIn(card.blocks)).not.toMatch(/<!|<@/);
  });

  it('says on a phone who has it', () => {
    const claimed = aLead({ state: 'claimed', claimedBy: ana.id, facts: hot });
    expect(summary(aCard(claimed, { holderName: 'Ana' }))).toBe('Lead: Mia Sand, CTO at Acme, claimed by Ana');
    expect(summary(aCard(aLead({ state: 'offered', offeredTo: ana.id }), { offeredName: 'Ana' }))).toMatch(
      /offered to Ana$/,
    );
  });
});
