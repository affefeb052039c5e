import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#kernel/time.ts';
import { EVENT_NAMES } from '#features/playbook/events.ts';
import { decideTrigger, type TriggerInput } from '#features/playbook/triggers.ts';
import { aRule, theFacts } from './builders.ts';

const cold = theFacts({ lead: { score: 70 } });
const hot = theFacts({ lead: { score: 90 } });
const unscored = theFacts({ lead: { score: null } });

function on(event: TriggerInput['event'], input: Partial<TriggerInput> = {}): TriggerInput {
  return { event, before: null, after: hot, ageMs: HOUR_MS, ...input };
}

describe('a lead.created rule', () => {
  const rule = aRule('lead.created', 'if: lead.score > 85');

  it.each([
    { when: 'the lead matches at its creation', input: on('lead.created'), because: 'matched' },
    { when: 'the score arrives a minute later', input: on('lead.updated', { before: unscored }), because: 'matched' },
    { when: 'it matched before as well', input: on('lead.updated', { before: hot }), because: 'matched' },
    { when: 'the lead has no score yet', input: on('lead.created', { after: unscored }), because: 'condition_false' },
    { when: 'the score is low', input: on('lead.created', { after: cold }), because: 'condition_false' },
    { when: 'the lead is a day old', input: on('lead.updated', { ageMs: 24 * HOUR_MS }), because: 'too_old' },
    {
      when: 'the lead is just not a day old',
      input: on('lead.updated', { ageMs: 24 * HOUR_MS - 1 }),
      because: 'matched',
    },
    { when: 'only the stage event is at hand', input: on('lead.stage_changed'), because: 'other_event' },
    { when: 'an opportunity changed', input: on('opportunity.updated'), because: 'other_event' },
  ])('answers $because when $when', ({ input, because }) => {
    expect(decideTrigger(rule, input)).toMatchObject({ because, fires: because === 'matched' });
  });

  it('takes its own time for what is new', () => {
    const brief = aRule('lead.created', 'within: 30m');
    expect(decideTrigger(brief, on('lead.updated', { ageMs: HOUR_MS })).because).toBe('too_old');
  });

  it('needs an edge to fire again', () => {
    const again = aRule('lead.created', 'if: lead.score > 85', 'refire: on_edge');
    expect(decideTrigger(again, on('lead.updated', { before: hot })).because).toBe('no_edge');
    expect(decideTrigger(again, on('lead.updated', { before: cold })).because).toBe('matched');
  });
});

describe.each(['lead.updated', 'opportunity.updated'] as const)('a %s rule', (event) => {
  const rule = aRule(event, 'if: lead.score > 85');

  it.each([
    { when: 'the condition turns true', input: on(event, { before: cold }), because: 'matched' },
    { when: 'the state before is not known', input: on(event), because: 'matched' },
    { when: 'it could not be worked out before', input: on(event, { before: unscored }), because: 'matched' },
    { when: 'it was true before', input: on(event, { before: hot }), because: 'no_edge' },
    { when: 'it turns false', input: on(event, { before: hot, after: cold }), because: 'condition_false' },
    { when: 'the record is old', input: on(event, { before: cold, ageMs: 9_000 * HOUR_MS }), because: 'matched' },
  ])('answers $because when $when', ({ input, because }) => {
    expect(decideTrigger(rule, input)).toMatchObject({ because, fires: because === 'matched' });
  });

  it('without a condition fires at each change', () => {
    expect(decideTrigger(aRule(event), on(event, { before: hot })).fires).toBe(true);
  });
});

const EDGES = [
  'lead.stage_changed',
  'opportunity.created',
  'opportunity.stage_changed',
  'opportunity.won',
  'opportunity.lost',
] as const;

describe.each(EDGES)('a %s rule', (event) => {
  const rule = aRule(event, 'if: lead.score > 85');

  it('fires at the event when its condition holds, whatever was before', () => {
    expect(decideTrigger(rule, on(event, { before: hot })).because).toBe('matched');
    expect(decideTrigger(rule, on(event, { after: cold })).because).toBe('condition_false');
  });

  it('does not look at other events', () => {
    for (const other of EVENT_NAMES.filter((name) => name !== event)) {
      expect(decideTrigger(rule, on(other))).toEqual({ fires: false, because: 'other_event', verdict: null });
    }
  });
});

it('says with which values it decided', () => {
  const { verdict } = decideTrigger(aRule('lead.created', 'if: lead.score > 85'), on('lead.created'));
  expect(verdict?.values).toEqual([{ path: 'lead.score', value: 90 }]);
});
