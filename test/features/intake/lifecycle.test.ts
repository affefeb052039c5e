import { describe, expect, it } from 'vitest';
import { leadEvents, opportunityEvents } from '#features/intake/lifecycle.ts';
import { theFacts } from '../playbook/builders.ts';

describe('events of a lead', () => {
  const lead = theFacts({ lead: { score: 10, stage: 'new' }, company: { employees: 5 } });

  it.each([
    { when: 'it is seen first', before: null, after: lead, events: ['lead.created'] },
    { when: 'nothing differs', before: lead, after: structuredClone(lead), events: [] },
    {
      when: 'a field differs',
      before: lead,
      after: { ...lead, lead: { score: 11, stage: 'new' } },
      events: ['lead.updated'],
    },
    {
      when: 'its company differs',
      before: lead,
      after: { ...lead, company: { employees: 6 } },
      events: ['lead.updated'],
    },
    {
      when: 'its stage differs',
      before: lead,
      after: { ...lead, lead: { score: 10, stage: 'mql' } },
      events: ['lead.updated', 'lead.stage_changed'],
    },
  ])('are $events when $when', ({ before, after, events }) => {
    expect(leadEvents({ before, after })).toEqual(events);
  });
});

describe('events of an opportunity', () => {
  const open = { stage: 'a', is_closed: false, is_won: false };
  const won = { stage: 'z', is_closed: true, is_won: true };
  const lost = { stage: 'x', is_closed: true, is_won: false };

  it.each([
    { when: 'it is seen first', before: null, after: open, events: ['opportunity.created'] },
    { when: 'it is won at first sight', before: null, after: won, events: ['opportunity.created', 'opportunity.won'] },
    { when: 'nothing differs', before: open, after: { ...open }, events: [] },
    { when: 'its amount differs', before: open, after: { ...open, amount: 5 }, events: ['opportunity.updated'] },
    {
      when: 'it is won',
      before: open,
      after: won,
      events: ['opportunity.updated', 'opportunity.stage_changed', 'opportunity.won'],
    },
    {
      when: 'it is lost',
      before: open,
      after: lost,
      events: ['opportunity.updated', 'opportunity.stage_changed', 'opportunity.lost'],
    },
    { when: 'it was won already', before: won, after: { ...won, amount: 5 }, events: ['opportunity.updated'] },
    { when: 'it was lost already', before: lost, after: { ...lost, amount: 5 }, events: ['opportunity.updated'] },
    {
      when: 'a loss turns into a win',
      before: lost,
      after: won,
      events: ['opportunity.updated', 'opportunity.stage_changed', 'opportunity.won'],
    },
  ])('are $events when $when', ({ before, after, events }) => {
    const was = before && theFacts({ opportunity: before });
    expect(opportunityEvents({ before: was, after: theFacts({ opportunity: after }) })).toEqual(events);
  });

  it('are none without an opportunity', () => {
    expect(opportunityEvents({ before: null, after: theFacts({}) })).toEqual([]);
  });
});
