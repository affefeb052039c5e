// Typed questions: what is understood, what is refused, and that a question's own text gives the question again.
import { describe, expect, it } from 'vitest';
import { parseQuestion } from '#features/metrics/grammar/parse-question.ts';
import { frozen, questionText, shortText } from '#features/metrics/grammar/question-text.ts';
import { ATTRIBUTION_MODELS, DIMENSIONS } from '#features/metrics/metric.ts';
import { GRAINS } from '#features/metrics/question.ts';
import type { Question } from '#features/metrics/question.ts';
import { BUILT_IN } from '#features/metrics/catalogue/catalogue.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { theGrounds, VALUES } from './grounds.ts';

function understood(text: string, over: Parameters<typeof theGrounds>[0] = {}): Question {
  const result = parseQuestion(text, theGrounds(over));
  if (result.kind === 'refused') throw new Error(`${text}: ${result.because}`);
  return result.question;
}

function refused(text: string): { readonly because: string; readonly suggestions: readonly string[] } {
  const result = parseQuestion(text, theGrounds());
  if (result.kind !== 'refused') throw new Error(`${text} is understood as ${questionText(result.question)}`);
  return result;
}

describe('A typed question', () => {
  it.each([
    ['mql_to_sql', 'mql_to_sql 4 months ago vs previous'],
    ['MQL to SQL', 'mql_to_sql 4 months ago vs previous'],
    ['pipeline_sourced last quarter by source vs previous', 'pipeline_sourced last quarter by source vs previous'],
    ['cpl this month where country = DE', 'cost_per_lead this month where country = DE vs previous'],
    ['leads 90d daily', 'leads last 90 days daily vs previous'],
    [
      'leads where source in (Web, "Paid Search") and not country = US',
      'leads this month where source in (Web, "Paid Search") and country != US vs previous',
    ],
    ['revenue Q3 2026 by owner', 'revenue Q3 2026 by owner vs previous'],
    ['mqls 2026-01-01..2026-03-31 weekly', 'mqls 2026-01-01..2026-03-31 weekly vs previous'],
    ['win rate yesterday', 'win_rate yesterday vs previous'],
    [
      'campaign_influence by campaign model w_shaped',
      'campaign_influence this month by campaign model w_shaped vs previous',
    ],
    ['campaign influence last year w-shaped', 'campaign_influence last year model w_shaped vs previous'],
    ['last quarter leads by month and source', 'leads last quarter monthly by source vs previous'],
    ['leads in (march 2026), yoy', 'leads 2026-03 vs last_year'],
    ['leads this week vs nothing', 'leads this week vs none'],
    ['leads all time', 'leads all time vs none'],
    ['leads where country = germany last month', 'leads last month where country = DE vs previous'],
    ['leads country DE', 'leads this month where country = DE vs previous'],
    ['leads where source is not paid search', 'leads this month where source != "Paid Search" vs previous'],
    ['leads where country = DE, source = web', 'leads this month where country = DE and source = Web vs previous'],
    ['leads where country = DE or FR', 'leads this month where country in (DE, FR) vs previous'],
    ['leads where owner = ana', 'leads this month where owner = ana@acme.test vs previous'],
    ['leads where source = "never seen"', 'leads this month where source = "never seen" vs previous'],
    ['LEADS  Last   Month?', 'leads last month vs previous'],
  ])('%s', (text, canonical) => {
    expect(questionText(understood(text))).toBe(canonical);
  });

  it.each([
    ['today', '2026-11-22', '2026-11-22'],
    ['this week', '2026-11-16', '2026-11-22'],
    ['last month', '2026-10-01', '2026-10-31'],
    ['last 7 days', '2026-11-16', '2026-11-22'],
    ['3m', '2026-08-01', '2026-10-31'],
    ['three months', '2026-08-01', '2026-10-31'],
    ['Q1', '2026-01-01', '2026-03-31'],
    ['2025-Q4', '2025-10-01', '2025-12-31'],
    ['2025', '2025-01-01', '2025-12-31'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['december', '2025-12-01', '2025-12-31'],
    ['ytd', '2026-01-01', '2026-11-22'],
    ['month to date', '2026-11-01', '2026-11-22'],
    ['January to March 2026', '2026-01-01', '2026-03-31'],
    ['from 2026-02-01 until 2026-02-10', '2026-02-01', '2026-02-10'],
    ['since March', '2026-03-01', '2026-11-22'],
    ['since last week', '2026-11-09', '2026-11-22'],
    ['since 5 June', '2026-06-05', '2026-11-22'],
    ['between 1 and 15 May', '2026-05-01', '2026-05-15'],
    ['from 1 May until today', '2026-05-01', '2026-11-22'],
    ['June 5th to June 20th', '2026-06-05', '2026-06-20'],
    ['5 December', '2025-12-05', '2025-12-05'],
    ['last friday', '2026-11-20', '2026-11-20'],
    ['1.5.2026', '2026-05-01', '2026-05-01'],
  ])('knows the period %s', (words, from, to) => {
    expect(understood(`leads ${words}`).period).toMatchObject({ from, to });
  });

  it('counts days where the numbers are, not where the machine stands', () => {
    const now = new Date('2026-11-22T23:30:00Z');
    expect(understood('leads today', { now }).period.from).toBe('2026-11-23');
  });

  it('has fiscal quarters and years', () => {
    const playbook = aPlaybook('kpis: { fiscal_year_starts: 2 }\n');
    expect(understood('leads Q1 2026', { playbook }).period).toMatchObject({ from: '2025-02-01', to: '2025-04-30' });
  });

  it('takes the period that a report suggests where none is named', () => {
    expect(understood('leads', { defaultPeriod: 'last week' }).period.words).toBe('last week');
  });

  it('leaves a conversion the period of which everybody has had the time to convert', () => {
    const usual = understood('mql_to_sql').period;
    expect(understood('mql_to_sql', { defaultPeriod: 'last week' }).period).toEqual(usual);
  });

  it.each([
    ['mql_to_sal last quarter', /No KPI is called “mql_to_sal”/, 'mql_to_sql last quarter'],
    ['leeds last quater by sorce', /No KPI is called/, 'leads last quarter by source'],
    ['leads last quater', /I do not understand “quater”|“last quater”/, 'leads last quarter'],
    ['leads by contry', /“by contry”/, 'leads this month by country'],
    ['leads 2026-03-31..2026-01-01', /ends before it starts/, 'leads 2026-01-01..2026-03-31'],
    ['leads where country = Garmany', /No country is called “Garmany”/, 'leads this month where country = DE'],
    ['leads where source = paid', /No source is called “paid”/, 'leads this month where source = "Paid Search"'],
    ['leads and mqls last month', /one KPI at a time: leads or mqls/, 'mqls last month'],
    ['leads next week', /has not begun/, 'leads this week'],
  ])('refuses %s, and proposes what may be meant', (text, because, proposal) => {
    const refusal = refused(text);
    expect(refusal.because).toMatch(because);
    expect(refusal.suggestions).toContain(proposal);
    for (const suggestion of refusal.suggestions) expect(shortText(understood(suggestion))).toBe(suggestion);
  });

  it.each([
    ['', /Say which KPI/],
    ['last quarter', /Say which KPI/],
    ['leads frobnicate', /I do not understand “frobnicate”/],
    ['leads 2027', /has not begun/],
    ['leads 2026-02-30', /There is no day 2026-02-30/],
    ['leads 5/6', /5\/6 can be two days/],
    ['leads until 5 June', /Say from when on/],
    ['leads last 0 days', /is no period to ask for/],
    ['leads where source in (Web', /not closed/],
    ['leads where source =', /Say which source/],
    ['leads where country = DE or source = Web', /“or” joins values of one dimension/],
    [
      'leads where source = Xyzzy',
      /No source is called “Xyzzy”\. There are Web, Paid Search, Webinar and LinkedIn Ads\./,
    ],
    ['leads by source by country', /one split at a time/],
    ['leads last month this week', /one period at a time/],
    ['leads where model = best', /Say one model/],
    [`leads ${'x'.repeat(1000)}`, /1000 characters/],
  ])('refuses %s', (text, because) => {
    expect(refused(text).because).toMatch(because);
  });

  it('is the same when it is read from its own text', () => {
    const dice = rolls(7);
    for (let round = 0; round < 400; round += 1) {
      const question = aQuestion(dice);
      const again = understood(questionText(question));
      expect(again).toEqual(question);
      expect(understood(questionText(frozen(question))).period).toMatchObject({
        from: question.period.from,
        to: question.period.to,
      });
    }
  });
});

const PERIODS = [
  'today',
  'last 12 months',
  'Q2 2026',
  '2025',
  '2026-03',
  'since 2026-02-03',
  'all time',
  'year to date',
];

/** Any question that can be asked, with values that have to be quoted. */
function aQuestion(dice: (sides: number) => number): Question {
  const pick = <T>(list: readonly T[]): T => list[dice(list.length)] as T;
  const { period } = understood(`leads ${pick(PERIODS)}`);
  const dimensions = [...VALUES.keys()].filter(() => dice(2) === 0);
  return {
    kpi: pick(BUILT_IN).id,
    period,
    grain: pick([null, ...GRAINS]),
    by: pick([null, ...DIMENSIONS]),
    where: dimensions.map((dimension) => ({
      dimension,
      values: [...new Set([pick(VALUES.get(dimension) ?? []), pick([...(VALUES.get(dimension) ?? []), 'not, known'])])],
      not: dice(2) === 0,
    })),
    compare: period.words === 'all time' ? null : pick([null, 'previous', 'last_year'] as const),
    model: pick([null, ...ATTRIBUTION_MODELS]),
  };
}

/** The same throws each time. */
function rolls(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}
