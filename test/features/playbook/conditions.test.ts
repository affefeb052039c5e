import { describe, expect, it } from 'vitest';
import type { FieldValue } from '#ports/crm.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { STANDARD_FIELDS } from '#features/playbook/fields.ts';
import { aCondition, theFacts } from './builders.ts';

const hot = theFacts({
  lead: { score: 90, email: 'ana@acme.test', country: 'DE', title: 'Head of Sales', plan: 3 },
  company: { employees: 600, name: 'Acme' },
});

describe('what matches', () => {
  it.each([
    'lead.score > 85 && company.employees > 500',
    'lead.score == 90',
    'lead.score != 80',
    '90 == lead.score',
    'lead.score >= 90.0 && lead.score < 90.5',
    'lead.score + 1 > 85.5',
    'lead.score / 4 == 22.5',
    'lead.score % 2 == 0',
    '-lead.score < 0',
    'lead.score in [80, 90]',
    'lead.score in [89.5, 90]',
    'lead.country in ["DE", "AT"]',
    'lead.country.lowerAscii() == "de"',
    'lead.title.matches("(?i:head of|vp)")',
    'lead.email.endsWith("@acme.test")',
    'lead.country.substring(0, 1) == "D"',
    'size(lead.country) == 2 && size(lead.country) + 0.5 > 2',
    '["gmail.com", "acme.test"].exists(d, lead.email.endsWith("@" + d) && lead.score > 5)',
    'lead.score > 85 ? company.employees > 500 : false',
    'lead.plan == 3 && lead.plan > 2 && lead.plan in [3, 4]',
    'has(lead.email)',
    'lead.email != null',
    'null != lead.email && (lead.email) != null',
    '!has(lead.phone)',
    'lead.phone == null',
    'true // a note',
  ])('%s', (source) => {
    expect(aCondition(source).evaluate(hot)).toMatchObject({ matched: true, problem: null });
  });
});

describe('a missing field', () => {
  const unscored = theFacts({ lead: { score: null, email: '' }, company: { employees: 600 } });

  it.each([
    { when: 'it is compared', source: 'lead.score > 85', matched: false },
    { when: 'it is compared the other way', source: 'lead.score < 85', matched: false },
    { when: 'it is compared as different', source: 'lead.country != "DE"', matched: false },
    { when: 'its comparison is denied', source: '!(lead.score > 85)', matched: false },
    { when: 'the other side of || holds', source: 'lead.score > 85 || company.employees > 500', matched: true },
    { when: 'the other side of || holds first', source: 'company.employees > 500 || lead.score > 85', matched: true },
    { when: 'the other side of || fails', source: 'lead.score > 85 || company.employees > 900', matched: false },
    { when: 'it is guarded by has()', source: '!has(lead.score) || lead.score > 85', matched: true },
    { when: 'it is empty text', source: 'has(lead.email)', matched: false },
    { when: 'its record is missing', source: 'opportunity.amount > 5', matched: false },
    { when: 'its record is missing and asked for', source: '!has(opportunity.amount)', matched: true },
    { when: 'it stands in the branch not taken', source: 'has(lead.score) ? lead.score > 1 : true', matched: true },
  ])('decides $matched where $when', ({ source, matched }) => {
    expect(aCondition(source).evaluate(unscored)).toMatchObject({ matched, problem: null });
  });

  it('is named as the reason', () => {
    const { missing, values } = aCondition('lead.score > 85 && company.employees > 500').evaluate(unscored);
    expect(missing).toEqual(['lead.score']);
    expect(values).toEqual([
      { path: 'lead.score', value: null },
      { path: 'company.employees', value: 600 },
    ]);
  });

  it('is no reason where the condition only asks whether it is there', () => {
    expect(aCondition('lead.email == null').evaluate(unscored)).toMatchObject({ matched: true, missing: [] });
  });
});

describe('values of another type than their field', () => {
  it.each([
    { when: 'a number is text', source: 'lead.score > 85', lead: { score: '90' }, matched: true },
    { when: 'text is a number', source: 'lead.country == "49"', lead: { country: 49 }, matched: true },
    { when: 'a number is a word', source: 'lead.score > 85', lead: { score: 'high' }, matched: false },
    { when: 'a number is none', source: 'lead.score > 85', lead: { score: Number.NaN }, matched: false },
    {
      when: 'a number is infinite',
      source: 'lead.score > 85',
      lead: { score: Number.POSITIVE_INFINITY },
      matched: false,
    },
  ])('decide $matched when $when', ({ source, lead, matched }) => {
    expect(aCondition(source).evaluate(theFacts({ lead }))).toMatchObject({ matched, problem: null });
  });

  it('read yes and no from text', () => {
    const won = aCondition('opportunity.is_won');
    expect(won.evaluate(theFacts({ opportunity: { is_won: 'true' } })).matched).toBe(true);
    expect(won.evaluate(theFacts({ opportunity: { is_won: 'false' } })).matched).toBe(false);
  });

  it('say so when a field of unknown type cannot be compared', () => {
    const verdict = aCondition('lead.plan > 2').evaluate(theFacts({ lead: { plan: 'gold' } }));
    expect(verdict).toMatchObject({ matched: false, missing: [] });
    expect(verdict.problem).toBe('> does not work between text and a number');
  });

  it('say so when a pattern is broken', () => {
    const verdict = aCondition('lead.email.matches(lead.title)').evaluate(
      theFacts({ lead: { email: 'x', title: '[' } }),
    );
    expect(verdict.matched).toBe(false);
    expect(verdict.problem).toContain('Invalid regular expression');
  });
});

describe('any facts at all', () => {
  const conditions = [
    'lead.score > 85 && company.employees > 500',
    '!(lead.score > 85) || opportunity.amount / lead.score > 3',
    'lead.plan > 3 || lead.plan == "x" || lead.plan',
    'lead.email.matches(lead.country) || timestamp(opportunity.close_date) > timestamp("2026-01-01T00:00:00Z")',
    'has(lead.name) ? lead.name.substring(5) == "x" : int(lead.phone) > 3',
    '["a"].all(x, lead.title.contains(x)) && lead.email != null',
  ].map(aCondition);

  it('give a verdict and never an exception', () => {
    const random = seeded(20_260_101);
    for (let round = 0; round < 2000; round += 1) {
      const facts = randomFacts(random);
      for (const condition of conditions) expect(condition.evaluate(facts).matched).toBeTypeOf('boolean');
    }
  });
});

/** Mulberry32: the same facts in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ODD_VALUES: readonly FieldValue[] = [
  null,
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  'high',
  '(((',
  '\u0000',
  '<!channel>',
  'true',
  '2026-02-30',
  '2026-01-01T00:00:00Z',
  0,
  -0,
  1,
  85.5,
  -1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  false,
  'x'.repeat(1000),
  '🦊',
  '__proto__',
];

function randomFacts(random: () => number): Facts {
  const paths = [...STANDARD_FIELDS.map((field) => field.path), 'lead.plan', 'lead.__proto__', 'lead.constructor'];
  const record = (root: string): Record<string, FieldValue> | null => {
    if (random() < 0.15) return null;
    const chosen = paths.filter((path) => path.startsWith(`${root}.`) && random() < 0.7);
    return Object.fromEntries(
      chosen.map((path) => [path.slice(root.length + 1), ODD_VALUES[Math.floor(random() * ODD_VALUES.length)] ?? null]),
    );
  };
  return { lead: record('lead'), company: record('company'), opportunity: record('opportunity') };
}
