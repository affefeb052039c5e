// What answers look like in Slack: what people read, and that Slack takes it whatever names say.
import { describe, expect, it } from 'vitest';
import type { Answer, Figure, Group, Point } from '#features/metrics/answer.ts';
import { answerMessage } from '#features/metrics/answer-view.ts';
import { BUILT_IN } from '#features/metrics/catalogue/catalogue.ts';
import { chartBlock, needsDrawing } from '#features/metrics/chart-block.ts';
import { figureLines } from '#features/metrics/csv-files.ts';
import { changeText, changeWord, figureText, shortChangeText, shortFigureText } from '#features/metrics/figure-text.ts';
import { groupsTable } from '#features/metrics/groups-table.ts';
import { parseKpiCommand } from '#features/metrics/kpi-command.ts';
import { readCost } from '#features/metrics/read-cost.ts';
import { recordsMessage } from '#features/metrics/records-view.ts';
import { refusalMessage } from '#features/metrics/refusal-view.ts';
import { sparkline } from '#features/metrics/scoreboard-view.ts';
import { answerLines } from '#features/metrics/answer-terminal.ts';
import { ENDLESS, expectAccepted, HOSTILE, actionsIn, textIn } from '../../support/slack-shape.ts';
import { theGrounds } from './grammar/grounds.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const VIEW = { chart: null, now: NOW, unused: [], others: [], sharedBy: null };

function aFigure(value: number | null, over: Partial<Figure> = {}): Figure {
  return { value, sample: value ?? 0, interval: null, parts: null, because: null, ...over };
}

function aPoint(value: number | null, index = 0, over: Partial<Point> = {}): Point {
  return { ...aFigure(value), day: `2026-10-0${index + 1}`, label: `${index + 1} Oct`, unfinished: false, ...over };
}

function aGroup(name: string, value: number | null): Group {
  return { ...aFigure(value), name, key: name, before: aFigure(1), points: [] };
}

function metricCalled(id: string): Answer['metric'] {
  const metric = BUILT_IN.find((each) => each.id === id);
  if (metric === undefined) throw new Error(`there is no ${id}`);
  return metric;
}

function anAnswer(over: Partial<Answer> = {}): Answer {
  const period = { from: '2026-10-01', to: '2026-10-31', words: 'last month', running: false };
  return {
    question: { kpi: 'leads', period, grain: null, by: null, where: [], compare: 'previous', model: null },
    metric: metricCalled('leads'),
    currency: 'EUR',
    zone: 'Europe/Berlin',
    figure: aFigure(40),
    compared: { period: { ...period, words: 'the period before' }, figure: aFigure(30), change: 1 / 3 },
    grain: 'week',
    points: [aPoint(1, 0), aPoint(2, 1), aPoint(4, 2)],
    pointsBefore: [aPoint(2, 0), aPoint(2, 1), aPoint(2, 2)],
    groups: [],
    others: 0,
    sentence: 'Leads: people.',
    freshness: [{ crm: 'hubspot', freshAt: new Date(NOW.getTime() - 120_000), filled: 1, trouble: null }],
    since: null,
    pace: null,
    warnings: [],
    ...over,
  };
}

describe('A number', () => {
  it.each([
    [1284, 'count', '1,284'],
    [0.2534, 'percent', '25.3%'],
    [1_240_500.4, 'money', '€1,240,500'],
    [12.5, 'money', '€12.50'],
    [3.44, 'days', '3.4 days'],
    [-0, 'count', '0'],
    [null, 'money', '–'],
  ] as const)('of %s is written %s as %s', (value, unit, text) => {
    expect(figureText(value, unit, 'EUR')).toBe(text);
  });

  it.each([
    [30, 40, 'count', '▲ 33%'],
    [0.25, 0.22, 'percent', '▼ 3 points'],
    [0, 4, 'count', '▲ from 0'],
    [4, 4, 'count', 'unchanged'],
    [null, 4, 'count', '–'],
  ] as const)('that went from %s to %s (%s) changed by %s', (before, after, unit, text) => {
    expect(changeText({ unit }, before, after)).toBe(text);
  });

  it('is short in a cell', () => {
    expect(shortFigureText(1_243_500, 'money', 'EUR')).toBe('€1.24M');
    expect(shortFigureText(-2_000_000, 'money_per_day', 'EUR')).toBe('-€2M a day');
    expect(shortFigureText(943_500, 'money', 'EUR')).toBe('€943,500');
    expect(shortFigureText(1_243_500, 'count', 'EUR')).toBe('1,243,500');
    expect(shortChangeText({ unit: 'percent' }, 0.25, 0.229)).toBe('▼ 2.1 pt');
    expect(shortChangeText({ unit: 'count' }, 4, 4)).toBe('=');
  });

  it('is better or worse by the direction of its KPI', () => {
    expect(changeWord({ upIsGood: true }, 1, 2)).toBe('better');
    expect(changeWord({ upIsGood: false }, 1, 2)).toBe('worse');
    expect(changeWord({ upIsGood: null }, 1, 2)).toBeNull();
  });
});

describe('An answer in Slack', () => {
  it('says what it is, what it is compared with, how fresh it is, and what can be done', () => {
    const { blocks, text } = answerMessage(anAnswer(), VIEW);
    expect(text).toContain('Leads, last month: 40');
    expect(textIn(blocks)).toContain('▲ 33%, better than 30');
    expect(textIn(blocks)).toContain('HubSpot 2 min ago');
    expect(actionsIn(blocks)).toEqual(['kpi.records', 'kpi.csv', 'kpi.share', 'kpi.follow', 'kpi.alert', 'kpi.edit']);
  });

  it('has no records where it is made of other KPIs', () => {
    const { blocks } = answerMessage(anAnswer({ metric: metricCalled('pipeline_velocity') }), VIEW);
    expect(actionsIn(blocks)).not.toContain('kpi.records');
  });

  it('warns of what the number cannot say', () => {
    const warnings: Answer['warnings'] = [
      { kind: 'immature', cases: 12, days: 90 },
      { kind: 'small_sample', sample: 8, minimum: 30 },
      { kind: 'no_rate', rows: 3 },
    ];
    const words = textIn(answerMessage(anAnswer({ warnings }), VIEW).blocks);
    expect(words).toContain('12 cases are younger than the window of 90 days');
    expect(words).toContain('Only 8 cases: fewer than the 30');
    expect(words).toContain('3 amounts are left out');
  });

  it('gives the reason in place of a number that there is not', () => {
    const figure = aFigure(null, { because: 'Win rate divides by nothing.' });
    const words = textIn(answerMessage(anAnswer({ figure }), VIEW).blocks);
    expect(words).toContain('Leads: –');
    expect(words).toContain('Win rate divides by nothing.');
  });

  it.each([HOSTILE, ENDLESS, '', '`'])('is taken by Slack, and pings nobody, when names are %.20s', (name) => {
    const groups = Array.from({ length: 100 }, (_, index) => aGroup(`${name}${index}`, 100 - index));
    const where = [{ dimension: 'source', values: [name.slice(0, 255)], not: false }] as const;
    const question = { ...anAnswer().question, by: 'source', where } as const;
    const answer = anAnswer({ groups, others: 900, question, sentence: `Leads: ${name}` });
    const chart = chartBlock(answer);
    const message = answerMessage(answer, { ...VIEW, chart, unused: [name], others: [name] });
    expectAccepted(message);
    // Tables, charts and buttons hold plain text, in which nothing pings.
    const plain = new Set(['table', 'data_visualization', 'actions']);
    const formatted = message.blocks.filter(({ type }) => !plain.has(type));
    expect(JSON.stringify(formatted)).not.toContain('<!channel>');
  });
});

describe('A table of groups', () => {
  const titles = (kpi: string): unknown => {
    const metric = metricCalled(kpi);
    const question = { ...anAnswer().question, by: 'country' as const };
    const [head] = groupsTable(anAnswer({ metric, question, groups: [aGroup('DE', 30), aGroup('FR', 10)] })).rows;
    return head?.map((cell) => ('text' in cell ? cell.text : ''));
  };

  it('has shares where groups are parts of the whole, else the cases', () => {
    expect(titles('leads')).toEqual(['Country', 'Leads', 'Share', 'Before', 'Change']);
    expect(titles('pipeline_sourced')).toEqual(['Country', 'Value', 'Share', 'Before', 'Change']);
    expect(titles('cost_per_lead')).toEqual(['Country', 'Value', 'Cases', 'Before', 'Change']);
    expect(titles('average_deal_size')).toEqual(['Country', 'Value', 'Cases', 'Before', 'Change']);
  });
});

describe('A chart', () => {
  it('puts the period before beside it, and marks what is not over', () => {
    const points = [aPoint(1, 0), aPoint(2, 1), aPoint(4, 2, { unfinished: true })];
    const block = chartBlock(anAnswer({ points }));
    expect(block?.chart.series.map(({ name }) => name)).toEqual(['This period', 'Period before']);
    expect(block?.chart.axis_config.categories).toEqual(['1 Oct', '2 Oct', '3 Oct*']);
  });

  it('leaves out steps of which nothing is known', () => {
    const block = chartBlock(anAnswer({ points: [aPoint(1, 0), aPoint(null, 1), aPoint(4, 2)] }));
    expect(block?.chart.axis_config.categories).toEqual(['1 Oct', '3 Oct']);
  });

  it('of more than twenty steps is for an image', () => {
    const points = Array.from({ length: 21 }, (_, index) => aPoint(index, index));
    expect(chartBlock(anAnswer({ points }))).toBeNull();
    expect(needsDrawing(anAnswer({ points }))).toBe(true);
  });

  it('in a cell leaves out the step that runs', () => {
    expect(sparkline([aPoint(1), aPoint(8), aPoint(0, 2, { unfinished: true })])).toBe('▁█');
    expect(sparkline([aPoint(1)])).toBe('–');
    expect(sparkline(Array.from({ length: 14 }, (_, index) => aPoint(index)))).toHaveLength(12);
  });
});

describe('Records', () => {
  const row = { refs: [], at: NOW, value: 1, owner: null, source: null, company: null };
  const rows = Array.from({ length: 10 }, (_, index) => ({ ...row, name: index === 0 ? ENDLESS : HOSTILE }));
  const view = {
    metric: metricCalled('leads'),
    question: anAnswer().question,
    side: 'all',
    skip: 0,
    currency: 'EUR',
  } as const;
  const rest = { zone: 'Europe/Berlin', urlOf: () => null };

  it('of a million are limited, in words', () => {
    const message = recordsMessage({ ...view, ...rest, page: { rows, total: 1_203_000, more: false } });
    expectAccepted(message);
    expect(textIn(message.blocks)).toContain('the first 10,000 of 1,203,000: narrow the question, or take the CSV');
    expect(actionsIn(message.blocks)).toEqual(['kpi.records_next']);
  });

  it('end at the last one that is shown', () => {
    const message = recordsMessage({ ...view, ...rest, skip: 9990, page: { rows, total: 100_000, more: true } });
    expect(actionsIn(message.blocks)).toEqual(['kpi.records_previous']);
    expect(textIn(message.blocks)).toContain('more than 100,000');
  });

  it('of a share can be those that count alone', () => {
    const page = { rows, total: 10, more: false };
    const message = recordsMessage({ ...view, ...rest, metric: metricCalled('mql_to_sql'), page });
    expect(actionsIn(message.blocks)).toEqual(['kpi.records_side']);
  });
});

it('proposes as many questions as there are buttons, and a way on', () => {
  const suggestions = Array.from({ length: 9 }, (_, index) => `leads ${index + 1}d`);
  const message = refusalMessage({ kind: 'refused', because: HOSTILE, suggestions });
  expectAccepted(message);
  expect(actionsIn(message.blocks)).toHaveLength(7);
});

it('writes CSV in which no name is a formula', () => {
  const lines = figureLines(
    anAnswer({ groups: [aGroup('=HYPERLINK("http://x")', 1), aGroup('@SUM(1)', 2), aGroup('-1', 3)] }),
  );
  for (const line of lines) expect(line).not.toMatch(/(?:^|,)"?[=@+]/u);
  expect(lines.join('\n')).toContain(`"'=HYPERLINK(""http://x"")"`);
});

it('moves no cursor of a terminal', () => {
  const lines = answerLines(anAnswer({ groups: [aGroup('\u001b[2Jred', 1)] }), NOW);
  expect(lines.join('')).not.toContain('\u001b');
});

it.each([
  ['', 'scoreboard'],
  ['help', 'help'],
  ['list roi', 'list'],
  ['cost', 'cost'],
  ['cost 12000 EUR linkedin 2026-11', 'cost'],
  ['cost list', 'cost'],
  ['cost per lead', 'question'],
  ['cost 90d', 'question'],
  ['cost 2026', 'question'],
  ['report', 'report'],
  ['follow leads', 'follow'],
  ['alert leads where country = DE', 'alert'],
  ['watches', 'watches'],
  ['incidents all', 'incidents'],
  ['events add Launch 2026-11-20', 'events'],
  ['leads', 'question'],
])('takes /kpi %s as %s', (text, kind) => expect(parseKpiCommand(text).kind).toBe(kind));

describe('A cost', () => {
  it.each([
    [
      '12000 EUR linkedin 2026-10',
      { amount: '12000.00', currency: 'EUR', channel: 'linkedin', fromDay: '2026-10-01', toDay: '2026-10-31' },
    ],
    [
      '$800 source "paid search" last week',
      { amount: '800.00', currency: 'USD', source: 'Paid Search', channel: null },
    ],
    ['45000 sales Q3 2026 note SDRs', { department: 'sales', note: 'SDRs', channel: null, fromDay: '2026-07-01' }],
    ['12,500.50 paid since 5 June', { amount: '12500.50', channel: 'paid', fromDay: '2026-06-05' }],
  ])('is read from %s', (text, cost) => {
    expect(readCost(text, theGrounds())).toMatchObject({ kind: 'cost', cost });
  });

  it.each([
    ['linkedin 2026-10', 'Write /kpi cost'],
    ['-5 linkedin 2026-10', 'below zero'],
    ['12.000 linkedin 2026-10', 'Write /kpi cost'],
    ['1200 linkedin', 'Say when'],
    ['1200 linkedin 2026-03-31..2026-03-01', 'ends before it starts'],
  ])('is refused as %s', (text, because) => {
    const read = readCost(text, theGrounds());
    expect(read.kind === 'unclear' && read.because).toContain(because);
  });
});
