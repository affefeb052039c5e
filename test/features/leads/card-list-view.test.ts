import { describe, expect, it } from 'vitest';
import { LIST_ROWS } from '#features/leads/card-list.ts';
import { renderCardList } from '#features/leads/card-list-view.ts';
import type { Lead } from '#features/leads/lead.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { aLead } from '../../support/lead-builder.ts';
import { actionsIn, ENDLESS, expectAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const ana = SlackUserId.parse('U0ANA');
const links = [{ label: 'HubSpot contact', url: 'https://app.hubspot.com/contacts/1/record/0-1/2' }];
const listOf = (leads: readonly Lead[], note: string | null = null) =>
  renderCardList(
    leads.map((lead) => ({ lead, links })),
    note,
  );

describe('a list of leads', () => {
  it('shows what decides whether to claim a lead, its links, and how many are left', () => {
    const facts = {
      lead: { name: 'Mia Sand', title: 'VP Sales', source: 'PAID_SEARCH' },
      company: { name: 'Acme' },
      opportunity: null,
    };
    const message = listOf([
      aLead({ facts, score: 91, team: 'enterprise' }),
      aLead({ state: 'claimed', claimedBy: ana }),
    ]);
    const text = textIn(message.blocks);
    expect(text).toContain('*2 new leads*, 1 still open');
    expect(text).toContain('1. *Mia Sand*  ·  VP Sales  ·  *Acme*');
    expect(text).toContain('open for enterprise  ·  score 91  ·  Paid search  ·  <https://app.hubspot.com');
    expect(text).toContain('*claimed* by <@U0ANA>');
    expect(message.text).toContain('2 new leads, 1 still open: Mia Sand');
    expectAccepted(message);
  });

  it.each([
    { when: 'open', lead: aLead(), offers: ['leads.claim', 'leads.more'] },
    { when: 'offered', lead: aLead({ state: 'offered', offeredTo: ana }), offers: ['leads.claim', 'leads.more'] },
    { when: 'released', lead: aLead({ state: 'released' }), offers: ['leads.claim', 'leads.more'] },
    { when: 'claimed', lead: aLead({ state: 'claimed', claimedBy: ana }), offers: ['leads.more'] },
    { when: 'claimed outside Slack', lead: aLead({ state: 'claimed' }), offers: ['leads.why'] },
    { when: 'not a fit', lead: aLead({ state: 'disqualified' }), offers: ['leads.why'] },
    { when: 'gone', lead: aLead({ state: 'gone' }), offers: ['leads.why'] },
  ])('offers for a lead that is $when what its card would', ({ lead, offers }) => {
    const message = listOf([lead]);
    expect(actionsIn(message.blocks)).toEqual(offers);
    expectAccepted(message);
  });

  it.each([
    { what: 'hostile', value: HOSTILE },
    { what: 'endless', value: ENDLESS },
  ])('takes as many leads as it may have with $what values', ({ value }) => {
    const facts = { lead: { name: value, title: value, source: value }, company: { name: value }, opportunity: null };
    const lead = { facts, notice: value, team: value, score: 100, priority: 'high' } as const;
    const message = listOf(
      Array.from({ length: LIST_ROWS }, () => aLead(lead)),
      value,
    );
    expectAccepted(message);
    expect(textIn(message.blocks)).not.toContain('<!channel>');
  });

  it('says why it is not where the playbook wants it', () => {
    expect(textIn(listOf([aLead()], '#leads: is archived').blocks)).toContain(
      'Posted here because #leads: is archived',
    );
  });
});
