import { describe, expect, it } from 'vitest';
import { dayWords, shortDayWords } from '#features/anomalies/telling/day-words.ts';
import {
  causeWords,
  chanceWords,
  changeWords,
  headlineOf,
  latestSignals,
  mainSignal,
  nameOf,
  recoveryWords,
  updateWords,
} from '#features/anomalies/telling/incident-words.ts';
import type { Told } from '#features/anomalies/telling/incident-data.ts';
import { spanOf } from '#features/anomalies/telling/span.ts';
import { termsOf } from '#features/anomalies/telling/terms.ts';
import type { Incident, Signal } from '#features/anomalies/store.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aFinding, aLook, anIncident, aSignal } from '../../../support/incident-builder.ts';

const playbook = aPlaybook();
const terms = termsOf(playbook);

function aTold(over: Partial<Signal> = {}, more: Partial<Told> = {}): Told {
  const signal = aSignal({ day: '2026-11-17', value: 22, expected: 64, low: 48, high: 81, ...over });
  const term = terms.term(signal);
  return {
    signal,
    term,
    name: nameOf(signal, term),
    slice: {},
    series: null,
    watch: null,
    limit: null,
    span: null,
    ...more,
  };
}

function headline(told: Told, incident: Partial<Incident> = {}): string {
  return headlineOf({ incident: anIncident(incident), numbers: [told], terms });
}

describe('The headline', () => {
  it('says what is and what was to be expected', () => {
    expect(headline(aTold())).toBe('MQLs fell to 22 on Tuesday 17 Nov: 64 expected (48 to 81)');
  });

  it('writes numbers in their unit', () => {
    const cost = { metric: 'spend', value: 4200, expected: 1400.4, low: 900, high: 2100.2, direction: 'up' } as const;
    expect(headline(aTold(cost))).toBe(
      `${terms.term(cost).label} rose to €4,200 on Tuesday 17 Nov: €1,400 expected (€900 to €2,100)`,
    );
    const share = { metric: 'lead_to_mql', value: 0.121, expected: 0.254, low: 0.2, high: 0.31 };
    expect(headline(aTold(share))).toMatch(/ fell to 12\.1% on Tuesday 17 Nov: 25\.4% expected \(20% to 31%\)$/u);
  });

  it('names the part of the whole that it is about', () => {
    expect(headline(aTold({ series: 'Web' }))).toMatch(/^MQLs \(Web\) fell to 22/u);
  });

  it('says since when, where several days together raised it', () => {
    const span = { since: '2026-11-10', value: 41.2, expected: 64 };
    expect(headline(aTold({}, { span }))).toBe('MQLs lower since Tuesday 10 Nov: 41 a day, 64 expected');
  });

  it.each([
    {
      when: 'it fell below',
      limit: { kind: 'below', value: 40 } as const,
      says: 'MQLs below 40: 22 on Tuesday 17 Nov',
    },
    {
      when: 'it rose above',
      limit: { kind: 'above', value: 10 } as const,
      says: 'MQLs above 10: 22 on Tuesday 17 Nov',
    },
    {
      when: 'it is behind its target',
      limit: { kind: 'behind_target', share: 0.2 } as const,
      says: 'MQLs behind the pace of its target: 22 on Tuesday 17 Nov, 64 needed by then',
    },
  ])('names the limit, where $when', ({ limit, says }) => {
    expect(headline(aTold({}, { limit }))).toBe(says);
  });

  it('is the fault, where the data or Signalbox itself is what is wrong', () => {
    const fault = 'Reading HubSpot has been failing for 3 h';
    expect(headline(aTold(), { kind: 'data', fault })).toBe(fault);
  });

  it('is the first sentence of a long fault', () => {
    const fault = 'Reading HubSpot has been failing for 3 h (deals: Not found. Sorry). It is tried again.';
    expect(headline(aTold(), { kind: 'data', fault })).toBe(
      'Reading HubSpot has been failing for 3 h (deals: Not found. Sorry)',
    );
  });

  it('says that there is no value', () => {
    expect(headline(aTold({ value: null, expected: null }))).toBe('MQLs: no value on Tuesday 17 Nov');
  });
});

describe('The number of which the headline speaks', () => {
  it('is what chance explains least, on its latest day', () => {
    const signals = [
      aSignal({ metric: 'leads', watch: 'watch:1', day: '2026-11-16', probability: 1e-4 }),
      aSignal({ metric: 'mqls', watch: 'watch:2', day: '2026-11-16', probability: 1e-9 }),
      aSignal({ metric: 'mqls', watch: 'watch:2', day: '2026-11-17', probability: 1e-3 }),
    ];
    expect(mainSignal(anIncident({ signals }))).toMatchObject({ metric: 'mqls', day: '2026-11-17' });
  });

  it('is the whole before its parts', () => {
    const whole = aSignal({ series: '', probability: 1e-4 });
    const [part, other] = [aSignal({ series: 'Web', probability: 1e-9 }), { ...whole, watch: 'watch:2' }];
    expect(latestSignals({ signals: [part, whole] })).toEqual([whole, part]);
    expect(latestSignals({ signals: [part, other] })).toEqual([other, part]);
  });

  it('is none where there is none', () => {
    expect(mainSignal(anIncident({ signals: [] }))).toBeNull();
  });
});

describe('Of chance', () => {
  it.each([
    [1e-3, 'chance alone does this about once a year for this number'],
    [1e-4, 'chance alone does this about once in 9 years for this number'],
    [1e-6, 'chance alone does this about once in 900 years for this number'],
    [1e-9, 'chance alone does this less than once in 1,000 years for this number'],
    [0, 'chance alone does this less than once in 1,000 years for this number'],
    [4e-3, 'chance alone does this about 4 times a year for this number'],
  ])('a probability of %d is said as it is met', (probability, says) => {
    expect(chanceWords(probability)).toBe(says);
  });

  it('of cohorts no more is said than was measured', () => {
    expect(chanceWords(1e-9, 'cohort')).toBe('chance alone does this less than once in ten years for this number');
  });

  it('nothing is said where it does not judge', () => {
    expect(chanceWords(1)).toBeNull();
  });
});

describe('A change', () => {
  it.each([
    { unit: 'count' as const, value: 22, expected: 64, says: '▼ 66%' },
    { unit: 'percent' as const, value: 0.165, expected: 0.254, says: '▼ 8.9 points (35%)' },
    { unit: 'money' as const, value: 300, expected: 0, says: '▲ from 0' },
  ])('of $unit is $says', ({ unit, value, expected, says }) => {
    expect(changeWords({ value, expected }, { unit })).toBe(says);
  });

  it('is not there where nothing was expected', () => {
    expect(changeWords({ value: 4, expected: null }, { unit: 'count' })).toBeNull();
  });
});

describe('A slice that explains it', () => {
  it('has its share of the fall or rise', () => {
    expect(causeWords({ dims: { source: 'Web' }, share: 0.708 }, 'down')).toBe('71% of the fall is source = Web');
    expect(causeWords({ dims: { source: 'Web', country: 'DE' }, share: 1 }, 'up')).toBe(
      '100% of the rise is source = Web and country = DE',
    );
  });

  it('may be more than all of it', () => {
    expect(causeWords({ dims: { source: 'Web' }, share: 1.4 }, 'down')).toBe(
      'more than the whole fall is source = Web: the rest went the other way',
    );
  });
});

describe('Several days that raised it together', () => {
  const days = ['2026-11-15', '2026-11-16', '2026-11-17'];
  const looks = days.map((day, index) => aLook({ day, value: 40 + index, expected: 60, since: null }));
  const last = { ...aLook({ day: '2026-11-17', value: 45, expected: 60 }), since: '2026-11-15' };

  it('are told by their mean', () => {
    const shifted = [...looks.slice(0, 2), { ...last, because: 'shift' as const }];
    expect(spanOf(aSignal({ day: '2026-11-17' }), shifted)).toEqual({
      since: '2026-11-15',
      value: 42,
      expected: 60,
    });
  });

  it('weigh as many cases as each had', () => {
    const shifted = [
      aLook({ day: '2026-11-16', value: 0.1, expected: 0.3, denominator: 300 }),
      { ...last, value: 0.2, expected: 0.3, denominator: 100, since: '2026-11-16', because: 'days' as const },
    ];
    expect(spanOf(aSignal({ day: '2026-11-17' }), shifted)?.value).toBeCloseTo(0.125);
  });

  it.each([
    { when: 'the day alone did', look: { ...last, because: 'value' as const } },
    { when: 'what was expected has come along', look: { ...last, value: 99, because: 'shift' as const } },
  ])('are not told where $when', ({ look }) => {
    expect(spanOf(aSignal({ day: '2026-11-17' }), [...looks.slice(0, 2), look])).toBeNull();
  });
});

describe('A line of the thread', () => {
  it('says what further days brought', () => {
    const incident = anIncident({ signals: [aSignal({ day: '2026-11-17' })] });
    const findings = [
      aFinding({ signal: { day: '2026-11-18', value: 25, expected: 62 } }),
      aFinding({ signal: { day: '2026-11-18', watch: 'watch:2', metric: 'leads', value: 80, expected: 130 } }),
    ];
    expect(updateWords(incident, findings, { playbook })).toBe(
      'Wed 18 Nov: MQLs 25, 62 expected (▼ 60%); Wed 18 Nov: also Leads 80, 130 expected (▼ 38%)',
    );
  });

  it('is the fault, where the data is what is wrong', () => {
    const findings = [aFinding({ kind: 'data', fault: 'HubSpot was last read 5 h ago' })];
    expect(updateWords(anIncident({ kind: 'data' }), findings, { playbook })).toBe('HubSpot was last read 5 h ago');
  });

  it.each([
    {
      incident: { signals: [aSignal({ day: '2026-11-17' }), aSignal({ day: '2026-11-20' })], since: '2026-11-17' },
      says: 'MQLs: within what is expected again, after 4 unusual days.',
    },
    {
      incident: { signals: [aSignal({ day: '2026-11-17' })], since: '2026-11-17' },
      says: 'MQLs: within what is expected again.',
    },
    {
      incident: { kind: 'data' as const, since: '2026-11-17' },
      says: 'The data is whole again. The days in between are judged now.',
    },
  ])('says at the end: $says', ({ incident, says }) => {
    expect(recoveryWords(anIncident(incident), { playbook })).toBe(says);
  });
});

describe('A day', () => {
  it('is a calendar day wherever it is read', () => {
    expect(dayWords('2026-11-17', 'America/Los_Angeles')).toBe('Tuesday 17 Nov');
    expect(shortDayWords('2026-11-17', 'Pacific/Auckland')).toBe('Tue 17 Nov');
  });

  it('or a minute in the organization’s zone', () => {
    expect(dayWords('2026-11-20T10:15Z', 'Europe/Berlin')).toBe('20 Nov 11:15');
  });
});
