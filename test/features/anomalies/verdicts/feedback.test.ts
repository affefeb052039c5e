import { describe, expect, it } from 'vitest';
import type { Incident } from '#features/anomalies/store.ts';
import { feedbackOf, feedbackWords } from '#features/anomalies/verdicts/feedback.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { anIncident } from '../../../support/incident-builder.ts';

const until = new Date('2026-11-18T08:00:00Z');
const since = new Date(until.getTime() - 60 * DAY_MS);
const openedAt = new Date(until.getTime() - 10 * DAY_MS);

/** Acknowledged after so many hours; null: by nobody. */
const raised = (hours: number | null, verdict: Incident['verdict'] = null): Incident =>
  anIncident({
    openedAt,
    verdict,
    acknowledgedAt: hours === null ? null : new Date(openedAt.getTime() + hours * HOUR_MS),
  });
const of = (...incidents: readonly Incident[]) => feedbackOf(incidents, { since, until });

describe('Feedback', () => {
  it('counts alarms a month, of the time that was looked at', () => {
    const old = anIncident({ openedAt: new Date(since.getTime() - 1) });
    const feedback = of(raised(1), raised(1), raised(1), raised(1), old);
    expect(feedback.alarms).toBe(4);
    expect(feedback.alarmsAMonth).toBeCloseTo((4 * 365.25) / 12 / 60, 10);
  });

  it('says no rate of the first days', () => {
    const begun = new Date(until.getTime() - 13 * DAY_MS);
    expect(feedbackOf([raised(1)], { since: begun, until })).toMatchObject({ alarms: 1, alarmsAMonth: null });
  });

  it('leaves out what was missing data', () => {
    expect(of(anIncident({ openedAt, kind: 'data' })).alarms).toBe(0);
  });

  it('takes the share of real ones of those that were judged', () => {
    expect(of(raised(1, 'real'), raised(1, 'expected'), raised(1, 'new_normal'), raised(1)).shareReal).toBeCloseTo(
      1 / 3,
    );
    expect(of(raised(1)).shareReal).toBeNull();
  });

  it.each([
    { when: 'all were acknowledged', hours: [1, 2, 9], median: 2 },
    { when: 'there is an even number of them', hours: [1, 3], median: 2 },
    { when: 'one still waits', hours: [1, 3, null], median: 3 },
    { when: 'half of them still wait', hours: [1, 3, null, null], median: null },
    { when: 'all wait', hours: [null], median: null },
    { when: 'there was none', hours: [], median: null },
  ])('takes the median of the waits where $when', ({ hours, median }) => {
    const { timeToAcknowledgeMs } = of(...hours.map((each) => raised(each)));
    expect(timeToAcknowledgeMs).toBe(median === null ? null : median * HOUR_MS);
  });

  it.each([
    { incidents: [], words: 'no alarm in this time' },
    {
      incidents: [raised(1, 'real'), raised(2)],
      words: '1 alarm a month, 1 of 1 judged real, acknowledged after 2 h (median)',
    },
    { incidents: [raised(null)], words: '0.5 alarms a month, none judged yet, most of them nobody has acknowledged' },
  ])('is said in words: $words', ({ incidents, words }) => {
    expect(feedbackWords(of(...incidents))).toBe(words);
  });
});
