import { describe, expect, it } from 'vitest';
import { scoreLead } from '#features/playbook/scoring.ts';
import { aPlaybook, theFacts } from './builders.ts';

const playbook = aPlaybook(`scoring:
  - { if: company.employees > 500, points: 20, because: large company }
  - { if: lead.score > 85, points: 10, because: hot in the CRM }
  - { if: 'lead.email.endsWith("@gmail.com")', points: -30, because: private address }
`);

describe('a score', () => {
  it.each([
    { when: 'only the CRM has one', lead: { score: 80 }, employees: 10, base: 80, score: 80, because: [] },
    {
      when: 'only an entry matches',
      lead: { score: null },
      employees: 600,
      base: null,
      score: 20,
      because: ['large company'],
    },
    { when: 'nobody has one', lead: {}, employees: 10, base: null, score: null, because: [] },
    {
      when: 'the sum is over 100',
      lead: { score: 90 },
      employees: 600,
      base: 90,
      score: 100,
      because: ['large company', 'hot in the CRM'],
    },
    {
      when: 'the sum is below 0',
      lead: { score: 5, email: 'a@gmail.com' },
      employees: 1,
      base: 5,
      score: 0,
      because: ['private address'],
    },
    {
      when: 'the sum has more digits than anybody reads',
      lead: { score: 2.01 },
      employees: 600,
      base: 2.01,
      score: 22.01,
      because: ['large company'],
    },
    {
      when: 'points would make it hot',
      lead: { score: 80 },
      employees: 600,
      base: 80,
      score: 100,
      because: ['large company'],
    },
  ])('is $score when $when', ({ lead, employees, base, score, because }) => {
    const found = scoreLead(playbook, theFacts({ lead, company: { employees } }));
    expect(found).toMatchObject({ base, score });
    expect(found.reasons.map((reason) => reason.because)).toEqual(because);
  });

  it('does not exist without a lead', () => {
    expect(scoreLead(playbook, theFacts({}))).toEqual({ base: null, score: null, reasons: [] });
  });
});
