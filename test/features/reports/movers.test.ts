import { describe, expect, it } from 'vitest';
import { isNotable, moversOf } from '#features/reports/movers.ts';
import type { Answer, Figure, Group } from '#features/metrics/answer.ts';
import type { Unit } from '#features/metrics/metric.ts';

type Parts = readonly [numerator: number, denominator: number];

function figure(value: number | null, parts: Parts | null = null): Figure {
  const [numerator, denominator] = parts ?? [0, 0];
  return {
    value: parts === null ? value : numerator / denominator,
    sample: parts === null ? (value ?? 0) : denominator,
    interval: null,
    parts: parts === null ? null : { numerator, denominator },
    because: null,
  };
}

function group(name: string, now: Figure, before: Figure | null): Group {
  return { ...now, name, key: name, before, points: [] };
}

function anAnswer(unit: Unit, now: Figure, before: Figure, groups: readonly Group[] = []): Answer {
  const metric = { unit } as Answer['metric'];
  return { metric, figure: now, compared: { figure: before }, groups } as unknown as Answer;
}

describe('what explains a change', () => {
  it('is the groups that it came from, the largest part first', () => {
    const groups = [
      group('Web', figure(50), figure(90)),
      group('Events', figure(28), figure(40)),
      group('Partners', figure(22), figure(20)),
    ];
    expect(moversOf(anAnswer('count', figure(100), figure(150), groups))).toEqual([
      { name: 'Web', change: -40, share: 0.8 },
      { name: 'Events', change: -12, share: 0.24 },
    ]);
  });

  it('of a ratio is what the group’s cases add to the whole', () => {
    const groups = [
      group('Web', figure(null, [5, 50]), figure(null, [20, 50])),
      group('Events', figure(null, [10, 50]), figure(null, [10, 50])),
    ];
    const [first, ...others] = moversOf(anAnswer('percent', figure(null, [15, 100]), figure(null, [30, 100]), groups));
    expect(first?.name).toBe('Web');
    expect(first?.change).toBeCloseTo(-0.15);
    expect(first?.share).toBeCloseTo(1);
    expect(others).toEqual([]);
  });

  it('counts a group that is new, and one that is gone', () => {
    const groups = [group('New', figure(30), null), group('Gone', figure(0), figure(5))];
    const [first] = moversOf(anAnswer('count', figure(35), figure(10), groups));
    expect(first).toEqual({ name: 'New', change: 30, share: 1.2 });
  });

  it.each([
    ['nothing changed', figure(10), figure(10)],
    ['there is nothing to compare with', figure(10), figure(null)],
  ])('is nothing when %s', (_, now, before) => {
    expect(moversOf(anAnswer('count', now, before, [group('Web', now, before)]))).toEqual([]);
  });

  it('is never what has no value of the dimension', () => {
    const nameless: Group = { ...group('(none)', figure(0), figure(40)), key: null };
    expect(moversOf(anAnswer('count', figure(10), figure(50), [nameless]))).toEqual([]);
  });

  it('is not told for what does not add up, such as medians', () => {
    const groups = [group('Web', figure(4), figure(9))];
    expect(moversOf(anAnswer('days', figure(5), figure(9), groups))).toEqual([]);
  });
});

describe('a change is notable', () => {
  it.each([
    ['a count that chance does not explain', 'count', figure(60), figure(100), true],
    ['a count within chance', 'count', figure(90), figure(100), false],
    ['a share that chance does not explain', 'percent', figure(null, [100, 1000]), figure(null, [200, 1000]), true],
    ['a share of few cases', 'percent', figure(null, [1, 10]), figure(null, [2, 10]), false],
    ['shares of nothing and of all', 'percent', figure(null, [0, 50]), figure(null, [50, 50]), true],
    [
      'no cases at all',
      'percent',
      { ...figure(0), parts: { numerator: 0, denominator: 0 } },
      figure(null, [2, 10]),
      false,
    ],
    ['money that changed by a fifth or less', 'money', figure(1150), figure(1000), false],
    ['money that changed by more', 'money', figure(1250), figure(1000), true],
    ['a duration from nothing', 'days', figure(3), figure(0), true],
  ] as const)('%s', (_, unit, now, before, notable) => {
    expect(isNotable(anAnswer(unit, now, before))).toBe(notable);
  });
});
