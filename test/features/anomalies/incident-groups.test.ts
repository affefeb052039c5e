// Which signals are one incident, and which are not.
import { describe, expect, it } from 'vitest';
import { groupFindings } from '#features/anomalies/incident-groups.ts';
import { aFinding, anIncident, aSignal } from '../../support/incident-builder.ts';

const OF_PEOPLE = new Set(['leads', 'mqls', 'sqls']);
const related = (a: string, b: string): boolean => a === b || (OF_PEOPLE.has(a) && OF_PEOPLE.has(b));

const mqls = aFinding();

describe('one incident', () => {
  it.each([
    { when: 'numbers move together by nature', other: aFinding({ signal: { watch: 'watch:2', metric: 'leads' } }) },
    {
      when: 'it began days before',
      other: aFinding({ since: '2026-03-01', signal: { watch: 'watch:2', metric: 'leads' } }),
    },
    { when: 'it is a value of the same number', other: aFinding({ signal: { series: 'Web' } }) },
  ])('where $when', ({ other }) => {
    expect(groupFindings([mqls, other], [], related)).toEqual([{ incident: null, findings: [mqls, other] }]);
  });

  it('where one slice explains numbers that have nothing else to do with each other', () => {
    const web = aFinding({ causes: [{ dims: { source: 'Web' }, share: 0.9 }] });
    const spend = aFinding({
      causes: [{ dims: { source: 'Web', country: 'DE' }, share: 0.8 }],
      signal: { watch: 'watch:3', metric: 'spend' },
    });
    expect(groupFindings([web, spend], [], related)).toHaveLength(1);
  });

  it('where a third links two', () => {
    const ends = [aFinding({ signal: { day: '2026-03-01' } }), aFinding({ signal: { day: '2026-03-07' } })];
    const between = aFinding({ signal: { day: '2026-03-04' } });
    expect(groupFindings([...ends, between], [], related)).toHaveLength(1);
  });

  it('where several numbers are not whole, whichever they are', () => {
    const lacking = ['mqls', 'spend'].map((metric, i) =>
      aFinding({ kind: 'data', signal: { watch: `watch:${i}`, metric } }),
    );
    expect(groupFindings(lacking, [], related)).toHaveLength(1);
  });
});

describe('two incidents', () => {
  it.each([
    { when: 'numbers have nothing to do with each other', other: aFinding({ signal: { metric: 'spend' } }) },
    { when: 'days lie between them', other: aFinding({ signal: { day: '2026-03-12' } }) },
    { when: 'they are told in different channels', other: aFinding({ channelName: 'sales' }) },
    { when: 'one of them is the data', other: aFinding({ kind: 'data' }) },
  ])('where $when', ({ other }) => {
    expect(groupFindings([mqls, other], [], related)).toHaveLength(2);
  });
});

describe('an open incident', () => {
  it('is joined by the same series, however long it has been going on', () => {
    const [group] = groupFindings([aFinding({ signal: { day: '2026-04-20' } })], [anIncident()], related);
    expect(group?.incident?.id).toBe(1);
  });

  it('is joined by what moves with it, while it is near', () => {
    const near = aFinding({ signal: { watch: 'watch:2', metric: 'leads', day: '2026-03-06' } });
    const far = aFinding({ signal: { watch: 'watch:2', metric: 'leads', day: '2026-03-20' } });
    expect(groupFindings([near], [anIncident()], related)[0]?.incident?.id).toBe(1);
    expect(groupFindings([far], [anIncident()], related)[0]?.incident).toBeNull();
  });

  it('takes a whole group by one of it, the oldest of several', () => {
    const open = [
      anIncident({ id: 9 }),
      anIncident({ id: 4, signals: [aSignal({ metric: 'leads', watch: 'watch:2' })] }),
    ];
    const group = groupFindings([mqls, aFinding({ signal: { metric: 'sqls', watch: 'watch:3' } })], open, related);
    expect(group).toHaveLength(1);
    expect(group[0]?.incident?.id).toBe(4);
  });

  it('of another channel or kind is left alone', () => {
    const others = [anIncident({ channelName: 'sales' }), anIncident({ kind: 'data' })];
    expect(groupFindings([mqls], others, related)[0]?.incident).toBeNull();
  });
});
