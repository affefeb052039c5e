// Questions in plain words: what they are taken for, and that what was not used is named.
import { expect, it } from 'vitest';
import { parsePlain } from '#features/metrics/grammar/parse-plain.ts';
import { shortText } from '#features/metrics/grammar/question-text.ts';
import { theGrounds } from './grounds.ts';

it.each([
  ['how many MQLs from webinars last month?', 'mqls last month where channel = webinar'],
  ['what was our win rate in Germany this year?', 'win_rate this year where country = DE'],
  ['show me revenue by rep since June', 'revenue since 2026-06-01 by owner'],
  ['How many people became SQLs last week?', 'sqls last week'],
  [
    'how did leads from paid search do last month compared to last year?',
    'leads last month where source = "Paid Search" vs last_year',
  ],
  ['may I see leads in may', 'leads 2026-05'],
  ['leads 90d daily', 'leads last 90 days daily'],
])('%s', (said, canonical) => {
  const result = parsePlain(said, theGrounds());
  expect(result).toMatchObject({ kind: 'question', unused: [] });
  expect(result.kind === 'question' && shortText(result.question)).toBe(canonical);
});

it('names every word that it did not use', () => {
  const result = parsePlain('how many leads from Bavaria without duplicates last month?', theGrounds());
  expect(result).toMatchObject({ kind: 'question', unused: ['Bavaria', 'without', 'duplicates'] });
});

it('says what else a word can mean', () => {
  const result = parsePlain('leads from webinars last month please', theGrounds());
  expect(result).toMatchObject({ kind: 'question', others: ['leads last month where source = Webinar'] });
});

it('looks for values only among the dimensions of the KPI', () => {
  const result = parsePlain('what did we spend in Germany last month?', theGrounds());
  expect(result).toMatchObject({ kind: 'question', unused: ['Germany'], question: { kpi: 'spend', where: [] } });
});

it.each(['hello', 'how are you doing today?'])('finds no KPI in “%s”', (said) => {
  expect(parsePlain(said, theGrounds())).toMatchObject({ kind: 'refused' });
});
