import { describe, expect, it } from 'vitest';
import { compileFormula } from '#features/playbook/formulas.ts';
import { compileKpiCondition } from '#features/playbook/kpi-conditions.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { problemText } from '#features/playbook/problems.ts';
import { aPlaybook, playbookText } from './builders.ts';

/** `line:column message`, of a text whose `kpis:` stands on line 4. */
function problemsOf(...lines: readonly string[]): readonly string[] {
  return problemsIn(`kpis:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

function problemsIn(rest: string): readonly string[] {
  const outcome = parsePlaybook(playbookText(rest));
  if (outcome.kind === 'valid') return [];
  return outcome.problems.map((problem) => `${problem.line}:${problem.column} ${problemText(problem)}`);
}

describe('Names of KPIs', () => {
  it.each([
    ['a scoreboard', ['scoreboard: [leads, mql]'], '5:23 unknown KPI "mql" - did you mean "mqls"?'],
    [
      'a channel’s scoreboard',
      ['scoreboards:', '  - { channel: "#x", kpis: [win_rat] }'],
      '6:31 unknown KPI "win_rat" - did you mean "win_rate"?',
    ],
    [
      'a target',
      ['targets:', '  - { kpi: pipeline_source, period: 2026-Q4, value: 5 }'],
      '6:14 unknown KPI "pipeline_source" - did you mean "pipeline_sourced"?',
    ],
  ])('that nothing has are found in %s', (_, lines, expected) => {
    expect(problemsOf(...lines)).toEqual([expected]);
  });

  it('are found in reports by the first word of a question, and own ones are known', () => {
    const own = 'kpis: { own: [{ id: mine, label: Mine, formula: mqls / leads }], scoreboard: [mine] }\n';
    const report = (metric: string): string =>
      `${own}reports:\n  - { name: r, cron: "0 9 * * MON", channel: "#x", metrics: ["${metric}"] }\n`;
    expect(problemsIn(report('mine last week by source'))).toEqual([]);
    expect(problemsIn(report('mnie last week'))).toEqual(['6:62 unknown KPI "mnie" - did you mean "mine"?']);
  });
});

describe('What words mean', () => {
  it('is one thing: a source or channel cannot be named twice', () => {
    expect(problemsOf('sources: { Website: [Web], Ads: [Google, Web] }')).toEqual(['5:44 "Web" means Website already']);
    expect(problemsOf('sources: { Website: [Ads], Ads: [Google] }')).toEqual(['5:24 "Ads" means Ads already']);
    expect(problemsOf('channels: { paid: [Ads], web: [Ads] }')).toEqual(['5:34 "Ads" means paid already']);
    expect(problemsOf('marketing_sources: [Web, Sales]')).toEqual(['5:28 "Sales" is one of sales_sources already']);
  });

  it('ascends in segments, of which the last is open alone', () => {
    expect(problemsOf('segments: [{ name: a, up_to: 10 }, { name: b, up_to: 10 }, { name: c }]')).toEqual([
      '5:56 bands ascend: more than 10',
    ]);
    expect(problemsOf('segments: [{ name: a }, { name: b, up_to: 10 }]')).toEqual([
      '5:14 only the last band has no up_to',
    ]);
  });

  it('is asked of people who can be found', () => {
    expect(problemsOf('owners_seen_by: ["field:campaign.owner", "role:opps"]')).toEqual([
      '5:20 write e-mail addresses, group:handle or role:name: there is no record that could name somebody',
      '5:50 unknown role "opps" - did you mean "ops"?',
    ]);
  });

  it('of quality weighs something', () => {
    const nothing = 'quality: { weights: { completeness: 0, validity: 0, uniqueness: 0, freshness: 0 } }';
    expect(problemsOf(nothing)).toEqual(['5:23 one of the weights must be more than 0']);
  });
});

describe('Targets', () => {
  it.each([
    ['2026-Q5', '6:28 a period is written 2026, 2026-Q4 or 2026-11'],
    ['"26"', '6:28 a period is written 2026, 2026-Q4 or 2026-11'],
  ])('have a period that can be: %s', (period, expected) => {
    expect(problemsOf('targets:', `  - { kpi: mqls, period: ${period}, value: 5 }`)).toEqual([expected]);
  });

  it('stand once for a KPI and a period', () => {
    const target = '  - { kpi: mqls, period: 2026-11, value: 5 }';
    expect(problemsOf('targets:', target, target)).toEqual(['7:28 there is a target of mqls for 2026-11 already']);
  });
});

describe('An own KPI', () => {
  it.each([
    [
      'has an id that is free',
      '{ id: leads, label: L, formula: mqls / sqls }',
      '6:13 leads is built in: choose another id',
    ],
    ['counts something', '{ id: x, label: X }', '6:7 a KPI has one of like, conversion, formula'],
    [
      'counts one thing',
      '{ id: x, label: X, like: leads, formula: mqls / leads }',
      '6:7 a KPI has one of like, conversion, formula alone',
    ],
    [
      'is like one that there is',
      '{ id: x, label: X, like: laeds, if: country == "DE" }',
      '6:32 unknown KPI "laeds" - did you mean "leads"?',
    ],
    [
      'differs from what it is like',
      '{ id: x, label: X, like: leads }',
      '6:32 this is leads itself: write an if, a window or to_date',
    ],
    [
      'asks of rows what they have',
      '{ id: x, label: X, like: spend, if: country == "DE" }',
      '6:43 spend is not known by country, but by source, channel, campaign',
    ],
    [
      'has the unit of what it is like',
      '{ id: x, label: X, like: leads, if: country == "DE", unit: money }',
      '6:66 a KPI that counts as another has no unit',
    ],
    [
      'has a window where it converts',
      '{ id: x, label: X, like: leads, window: 5d }',
      '6:47 only conversions have a window',
    ],
    [
      'adds up what adds up',
      '{ id: x, label: X, like: win_rate, to_date: year }',
      '6:51 only what adds up, as counts and sums do, can be counted to date',
    ],
    [
      'converts forwards',
      '{ id: x, label: X, conversion: { from: sql, to: mql } }',
      '6:55 a conversion goes from a stage to a later one',
    ],
    [
      'names KPIs that there are',
      '{ id: x, label: X, formula: mqls / laeds }',
      '6:42 unknown KPI "laeds" - did you mean "leads"?',
    ],
    [
      'gives a number',
      '{ id: x, label: X, formula: mqls > leads }',
      '6:35 a formula must give a number, and this is true/false',
    ],
    [
      'is a formula that can be read',
      '{ id: x, label: X, formula: mqls / }',
      '6:41 cannot read the formula here: Unexpected token: EOF',
    ],
    ['is not made of itself', '{ id: x, label: X, formula: x / leads }', '6:35 x is made of itself'],
    [
      'has no condition in a formula',
      '{ id: x, label: X, formula: mqls / leads, if: country == "DE" }',
      '6:53 a formula has no if',
    ],
    [
      'has a condition that can be read',
      '{ id: x, label: X, like: leads, if: country = "DE" }',
      '6:51 cannot read the condition here: Unexpected character: =',
    ],
    [
      'has a condition on what there is',
      '{ id: x, label: X, like: leads, if: contry == "DE" }',
      '6:43 unknown name contry - did you mean "country"?',
    ],
  ])('%s', (_, entry, expected) => {
    expect(problemsOf('own:', `  - ${entry}`)).toEqual([expected]);
  });

  it('cannot go round in a circle', () => {
    expect(
      problemsOf(
        'own:',
        '  - { id: one, label: One, formula: two / leads }',
        '  - { id: two, label: Two, formula: one + 1 }',
      ),
    ).toEqual(['6:39 one is made of itself', '7:39 two is made of itself']);
  });

  it('is compiled when the playbook is read', () => {
    const [own] = aPlaybook('kpis:\n  own: [{ id: x, label: X, like: leads, if: country != null }]\n').kpis.own;
    expect(own?.if?.filter).toEqual({ kind: 'not', of: { kind: 'not', of: { kind: 'known', dimension: 'country' } } });
  });
});

describe('A condition of an own KPI', () => {
  it.each([
    ['source == "Web"', { kind: 'is', dimension: 'source', values: ['Web'] }],
    ['"Web" == source', { kind: 'is', dimension: 'source', values: ['Web'] }],
    ['!(country in ["DE", "AT"])', { kind: 'not', of: { kind: 'is', dimension: 'country', values: ['DE', 'AT'] } }],
    ['campaign.startsWith("2026-")', { kind: 'like', dimension: 'campaign', part: 'starts', text: '2026-' }],
    ['100 <= employees', { kind: 'compare', field: 'employees', operator: '>=', value: 100 }],
    ['amount > -5', { kind: 'compare', field: 'amount', operator: '>', value: -5 }],
    [
      'owner == null || team == "dach"',
      {
        kind: 'any',
        of: [
          { kind: 'not', of: { kind: 'known', dimension: 'owner' } },
          { kind: 'is', dimension: 'team', values: ['dach'] },
        ],
      },
    ],
  ])('%s becomes a filter', (source, filter) => {
    expect(compileKpiCondition(source)).toMatchObject({ kind: 'compiled', condition: { source, filter } });
  });

  it.each([
    ['source == country', 'the other side must be written out'],
    ['source > "a"', 'only employees and amount can be more or less than something'],
    ['employees + 1 > 5', 'only employees and amount can be more or less than something'],
    ['source.matches("a.*")', 'matches cannot be decided in the records'],
    ['size(source) > 5', 'can be more or less'],
    ['employees > "a"', '> does not work between a number and text'],
    ['source', 'this cannot be decided in the records'],
    ['source in country', 'in does not work between text and text'],
  ])('%s is refused: no store could decide it', (source, message) => {
    const outcome = compileKpiCondition(source);
    expect(outcome.kind === 'refused' && outcome.problems[0]?.message).toContain(message);
  });
});

describe('A formula', () => {
  const known = new Set(['mqls', 'leads', 'spend']);

  it.each([
    ['mqls / leads', 0.25],
    ['100 * (leads - mqls) / leads', 75],
    ['spend > 1000 ? spend / leads : 0', 12.5],
    ['leads / (mqls - 25)', Number.POSITIVE_INFINITY],
  ])('%s is %d', (source, value) => {
    const outcome = compileFormula(source, known);
    expect(outcome.kind === 'compiled' && outcome.formula.value({ mqls: 25, leads: 100, spend: 1250 })).toBe(value);
  });
});
