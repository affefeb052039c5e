// How an incident begins, goes on, becomes worse and ends.
import { describe, expect, it } from 'vitest';
import { becameWorse, begin, join, recoveredOn, severityOf } from '#features/anomalies/incidents.ts';
import { aFinding, anIncident, aLook, aSignal } from '../../support/incident-builder.ts';

describe('its severity', () => {
  it.each([
    { when: 'half is gone, and chance never does that', signal: { value: 50, probability: 1e-6 }, is: 'high' },
    { when: 'a third is gone', signal: { value: 67, probability: 1e-4 }, is: 'medium' },
    { when: 'a tenth is gone, however surely', signal: { value: 90, probability: 1e-12 }, is: 'low' },
    { when: 'half is gone, and chance does that now and then', signal: { value: 50, probability: 8e-4 }, is: 'low' },
    {
      when: 'nothing was expected',
      signal: { value: 9, expected: 0, probability: 1e-9, direction: 'up' as const },
      is: 'medium',
    },
  ])('is $is when $when', ({ signal, is }) => {
    expect(severityOf([aFinding({ signal })])).toBe(is);
  });

  it('is less for good news', () => {
    const doubled = { value: 200, direction: 'up' as const };
    expect(severityOf([aFinding({ signal: doubled })])).toBe('medium');
    expect(severityOf([aFinding({ signal: doubled, upIsGood: false })])).toBe('high');
  });

  it('is a step more where three numbers are hit at once', () => {
    const hit = (metric: string) => aFinding({ signal: { metric, value: 67, probability: 1e-4 } });
    expect(severityOf(['leads', 'mqls'].map(hit))).toBe('medium');
    expect(severityOf(['leads', 'mqls', 'sqls'].map(hit))).toBe('high');
  });

  it('is at least medium where data is not whole', () => {
    expect(severityOf([aFinding({ kind: 'data', signal: { value: null, expected: null, probability: 1 } })])).toBe(
      'medium',
    );
  });
});

describe('its course', () => {
  it('begins with what was found, on the first of its days, with the causes that are surest', () => {
    const web = [{ dims: { source: 'Web' }, share: 0.9 }];
    const course = begin([
      aFinding({ signal: { probability: 1e-4 }, causes: [{ dims: { source: 'Event' }, share: 0.3 }] }),
      aFinding({ since: '2026-03-02', signal: { watch: 'watch:2', metric: 'leads', probability: 1e-9 }, causes: web }),
    ]);
    expect(course).toMatchObject({ kind: 'business', severity: 'high', since: '2026-03-02', causes: web });
    expect(course.signals).toHaveLength(2);
  });

  it('takes a second look at a day for the day, and keeps the worst severity', () => {
    const course = join(anIncident({ severity: 'high' }), [aFinding({ signal: { value: 80, probability: 1e-4 } })]);
    expect(course.signals.map(({ value }) => value)).toEqual([80]);
    expect(course.severity).toBe('high');
  });

  it('keeps its beginning and its latest days, whatever lies between', () => {
    const days = Array.from({ length: 400 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10));
    const course = join(
      anIncident({ signals: [] }),
      days.map((day) => aFinding({ signal: { day } })),
    );
    expect(course.signals).toHaveLength(200);
    expect(course.signals[0]?.day).toBe(days[0]);
    expect(course.signals.at(-1)?.day).toBe(days.at(-1));
  });

  it('needs something that began it', () => {
    expect(() => begin([])).toThrow(RangeError);
  });
});

describe('it has become worse', () => {
  const told = anIncident();
  const next = { day: '2026-03-05' };
  it.each([
    { when: 'it is more severe', now: join(told, [aFinding({ signal: { ...next, value: 30 } })]), is: 'severity' },
    {
      when: 'a further number is hit',
      now: join(told, [aFinding({ signal: { ...next, metric: 'leads', value: 90 } })]),
      is: 'metric',
    },
    {
      when: 'it goes half as deep again',
      told: { ...told, severity: 'high' as const },
      now: { ...told, severity: 'high' as const, signals: [aSignal(), aSignal({ ...next, value: 20 })] },
      is: 'deeper',
    },
    {
      when: 'it merely goes on',
      now: join(told, [aFinding({ signal: { ...next, value: 60, probability: 1e-4 } })]),
      is: null,
    },
    { when: 'an old day is looked at anew', now: { ...told, signals: [aSignal({ value: 1 })] }, is: null },
  ])('by $is when $when', ({ now, is, told: known }) => {
    expect(becameWorse(known ?? told, now)).toBe(is);
  });
});

describe('it is over', () => {
  const calm = [aLook({ day: '2026-03-05' }), aLook({ day: '2026-03-06' })];
  it.each([
    { when: 'two looks were within the band', looks: calm, on: '2026-03-06' },
    { when: 'one look was', looks: calm.slice(1), on: null },
    { when: 'the last was flagged', looks: [...calm, aLook({ day: '2026-03-07', flagged: true })], on: null },
    {
      when: 'it is outside the band, though not flagged',
      looks: [aLook({ day: '2026-03-05' }), aLook({ day: '2026-03-06', value: 70 })],
      on: null,
    },
    {
      when: 'its level is the new normal',
      looks: [aLook({ day: '2026-03-09', value: 50, flagged: true, state: 'new_normal' })],
      on: '2026-03-09',
    },
    {
      when: 'there were holidays in between',
      looks: [...calm, aLook({ day: '2026-03-07', state: 'special', value: 3 })],
      on: '2026-03-06',
    },
    { when: 'nobody looked', looks: [], on: null },
    { when: 'another series is calm', looks: calm.map((look) => ({ ...look, series: 'Web' })), on: null },
  ])('on $on when $when', ({ looks, on }) => {
    expect(recoveredOn(anIncident(), looks)).toBe(on);
  });

  it('when all of its series are, with the last of them', () => {
    const both = anIncident({ signals: [aSignal(), aSignal({ series: 'Web' })] });
    const web = ['2026-03-07', '2026-03-08'].map((day) => aLook({ series: 'Web', day }));
    expect(recoveredOn(both, calm)).toBeNull();
    expect(recoveredOn(both, [...calm, ...web])).toBe('2026-03-08');
  });

  it('with the first whole day, of data that was missing', () => {
    const lacking = anIncident({ kind: 'data' });
    expect(recoveredOn(lacking, [aLook({ day: '2026-03-05', state: 'stale', value: null })])).toBeNull();
    expect(recoveredOn(lacking, [aLook({ day: '2026-03-05', flagged: true, value: 10 })])).toBe('2026-03-05');
  });
});
