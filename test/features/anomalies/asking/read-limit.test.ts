import { describe, expect, it } from 'vitest';
import { limitText, readLimit } from '#features/anomalies/asking/read-limit.ts';
import { namesPeriod, watchedText, watchTitle } from '#features/anomalies/asking/watched-text.ts';
import { daysText } from '#features/anomalies/asking/watch-text.ts';
import type { Unit } from '#features/metrics/metric.ts';
import type { Question } from '#features/metrics/question.ts';

const of = (unit: Unit) => ({ metric: { label: 'It', unit }, currency: 'EUR' });

describe('A limit', () => {
  it.each([
    { typed: '40', unit: 'count', value: 40 },
    { typed: '1,250', unit: 'count', value: 1250 },
    { typed: '1.5k', unit: 'count', value: 1500 },
    { typed: '2,5', unit: 'ratio', value: 2.5 },
    { typed: '-3', unit: 'points', value: -3 },
    { typed: '40%', unit: 'percent', value: 0.4 },
    { typed: '2.5 %', unit: 'percent', value: 0.025 },
    { typed: '€12,000', unit: 'money', value: 12_000 },
    { typed: '12k EUR', unit: 'money', value: 12_000 },
    { typed: '-500', unit: 'money', value: -500 },
    { typed: '3', unit: 'days', value: 3 },
    { typed: '36h', unit: 'days', value: 1.5 },
    { typed: '2 days', unit: 'hours', value: 48 },
    { typed: '0', unit: 'count', value: 0 },
  ] as const)('written $typed is $value of a number of unit $unit', ({ typed, unit, value }) => {
    expect(readLimit(typed, 'below', of(unit))).toEqual({ kind: 'limit', threshold: { kind: 'below', value } });
  });

  it.each([
    { typed: '', unit: 'count', because: 'Write the number: 40.' },
    { typed: 'many', unit: 'count', because: '“many” is no number' },
    { typed: '40%', unit: 'count', because: 'It is a count, no share: write 40.' },
    { typed: '0.4', unit: 'percent', because: 'Did you mean 40%?' },
    { typed: '40', unit: 'percent', because: 'Did you mean 40%?' },
    { typed: '$500', unit: 'money', because: 'Amounts are counted in EUR' },
    { typed: '12.000', unit: 'money', because: '12' },
    { typed: '3 apples', unit: 'days', because: 'It is measured in days: write it like 3 days.' },
    { typed: '1.2.3', unit: 'ratio', because: 'is no number' },
  ] as const)('written $typed is refused of a number of unit $unit', ({ typed, unit, because }) => {
    expect(readLimit(typed, 'above', of(unit))).toEqual({ kind: 'refused', because: expect.stringContaining(because) });
  });

  it('of a target is a share of its pace', () => {
    const threshold = { kind: 'behind_target', share: 0.2 };
    expect(readLimit('20%', 'behind_target', of('count'))).toEqual({ kind: 'limit', threshold });
  });

  it.each([
    { typed: '20', because: 'Did you mean 20%?' },
    { typed: '0.2', because: 'Did you mean 20%?' },
    { typed: '0%', because: 'more than 0%' },
    { typed: '100%', because: 'less than 100%' },
    { typed: '', because: 'Write the number: 20%.' },
  ])('of a target, written $typed, is refused', ({ typed, because }) => {
    const refused = { kind: 'refused', because: expect.stringContaining(because) };
    expect(readLimit(typed, 'behind_target', of('count'))).toEqual(refused);
  });

  it.each([
    [{ kind: 'below', value: 0.4 }, 'percent', 'below 40%', '40%'],
    [{ kind: 'above', value: 12_000 }, 'money', 'above €12,000', '12000'],
    [{ kind: 'behind_target', share: 0.2 }, 'count', '20% behind the pace of its target', '20%'],
  ] as const)('%j of %s is said as it is typed', (threshold, unit, said, typed) => {
    expect(limitText(threshold, { unit }, 'EUR')).toBe(said);
    expect(readLimit(typed, threshold.kind, of(unit))).toEqual({ kind: 'limit', threshold });
  });
});

describe('What is watched', () => {
  const question: Question = {
    kpi: 'leads',
    period: { from: '2026-11-01', to: '2026-11-18', words: 'this month', running: true },
    grain: 'week',
    by: 'source',
    where: [{ dimension: 'country', values: ['DE'], not: false }],
    compare: 'previous',
    model: null,
  };

  it('is written without steps and comparison, and without its period unless that is part of a limit', () => {
    expect(watchedText(question, false)).toBe('leads where country = DE');
    expect(watchedText(question, true)).toBe('leads this month where country = DE');
    expect(watchedText({ ...question, where: [], model: 'linear' }, false)).toBe('leads model linear');
    expect(watchedText({ ...question, where: [] }, false)).toBe('leads');
  });

  it('has a period where somebody wrote one', () => {
    expect(namesPeriod('leads  This month', question)).toBe(true);
    expect(namesPeriod('leads', question)).toBe(false);
  });

  it('is called by its name', () => {
    const watch = { question: 'leads where country = DE', by: 'source' };
    expect(watchTitle(watch, { id: 'leads', label: 'Leads' })).toBe('Leads where country = DE by source');
    expect(watchTitle(watch, null)).toBe('leads where country = DE by source');
  });

  it.each([
    ['2026-03-04', '2026-03-04', '4 Mar'],
    ['2026-06-15', '2026-06-16', '15 to 16 Jun'],
    ['2026-12-24', '2027-01-02', '24 Dec to 2 Jan'],
  ])('on %s to %s was unusual on %s', (from, to, words) => {
    expect(daysText(from, to)).toBe(words);
  });
});
