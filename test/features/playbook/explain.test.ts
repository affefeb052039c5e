import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#kernel/time.ts';
import { explainRules, type ExplainInput } from '#features/playbook/explain.ts';
import { aPlaybook, aRule, theFacts } from './builders.ts';

const facts = theFacts({ lead: { score: 70, country: 'DE' }, company: {} });

function sentenceFor(rule: ReturnType<typeof aRule>, input: Partial<ExplainInput> = {}): string | undefined {
  return explainRules({ rules: [rule] }, { facts, before: null, ageMs: HOUR_MS, fired: [], ...input })[0]?.sentence;
}

describe('the explanation of a rule', () => {
  it.each([
    {
      when: 'a value is too low',
      rule: aRule('lead.created', 'if: lead.score > 85'),
      sentence: 'does not match: lead.score = 70',
    },
    {
      when: 'a value is missing',
      rule: aRule('lead.created', 'if: company.employees > 500 && lead.score > 60'),
      sentence: 'does not match: company.employees has no value, lead.score = 70',
    },
    {
      when: 'it matches',
      rule: aRule('lead.created', `if: 'lead.country == "DE"'`),
      sentence: 'matches: lead.country = "DE"',
    },
    { when: 'it has no condition', rule: aRule('lead.created'), sentence: 'matches' },
    {
      when: 'it stands on another event',
      rule: aRule('lead.stage_changed', 'if: lead.score > 60'),
      sentence: 'matches, and waits for lead.stage_changed: lead.score = 70',
    },
  ])('says so when $when', ({ rule, sentence }) => {
    expect(sentenceFor(rule)).toBe(sentence);
  });

  it.each([
    { when: 'it has fired', on: 'lead.created', input: { fired: ['r'] }, sentence: 'has fired: lead.score = 70' },
    {
      when: 'it has fired on an earlier state',
      on: 'lead.created',
      input: { fired: ['r'], facts: theFacts({ lead: { score: 5 } }) },
      sentence: 'has fired, and does not match any more: lead.score = 5',
    },
    {
      when: 'the lead is not new',
      on: 'lead.created',
      input: { ageMs: 30 * HOUR_MS },
      sentence: 'matches, but the lead is not new: older than 24 h: lead.score = 70',
    },
    {
      when: 'there was no edge',
      on: 'lead.updated',
      input: { before: facts },
      sentence: 'matches, but did so before the latest change: lead.score = 70',
    },
    {
      when: 'a value cannot be compared',
      on: 'lead.created',
      input: { facts: theFacts({ lead: { score: 'high' } }) },
      sentence: 'does not match: lead.score = "high" cannot be compared',
    },
  ])('says so when $when', ({ on, input, sentence }) => {
    expect(sentenceFor(aRule(on, 'if: lead.score > 60'), input)).toBe(sentence);
  });

  it('comes for every rule in order, with its condition and values', () => {
    const rule = (name: string, condition: string): string =>
      `  - { name: ${name}, on: lead.created, if: ${condition}, do: [{ alert: { channel: "#x" } }] }\n`;
    const { rules } = aPlaybook(`rules:\n${rule('a', 'lead.score > 85')}${rule('b', 'has(lead.country)')}`);
    const explained = explainRules({ rules }, { facts, before: null, ageMs: HOUR_MS, fired: ['b'] });
    expect(explained).toMatchObject([
      { name: 'a', on: 'lead.created', fired: false, condition: 'lead.score > 85', verdict: { matched: false } },
      { name: 'b', on: 'lead.created', fired: true, condition: 'has(lead.country)', verdict: { matched: true } },
    ]);
  });
});
