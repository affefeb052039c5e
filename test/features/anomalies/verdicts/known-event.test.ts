import { describe, expect, it } from 'vitest';
import { readEventText } from '#features/anomalies/verdicts/event-text.ts';
import { daysWords, eventProblems } from '#features/anomalies/verdicts/known-event.ts';

const launch = { name: 'Launch', from: '2026-11-16', to: '2026-11-18', everyYear: false, metrics: [] };
const incident = { since: '2026-11-17', until: '2026-11-19' };

describe('Days that somebody names', () => {
  it.each([
    { when: 'it has no name', event: { name: '' }, field: 'name' },
    { when: 'its name is endless', event: { name: 'x'.repeat(81) }, field: 'name' },
    { when: 'there is no such day', event: { to: '2026-11-31' }, field: 'to' },
    { when: 'a day is no day', event: { from: 'yesterday' }, field: 'from' },
    { when: 'it ends before it begins', event: { to: '2026-11-15' }, field: 'to' },
    { when: 'it would blind the watch for long', event: { to: '2027-02-16' }, field: 'to' },
    { when: 'they are not those of the incident', event: { from: '2026-11-01', to: '2026-11-05' }, field: 'from' },
  ])('are refused where $when', ({ event, field }) => {
    expect(eventProblems({ ...launch, ...event }, incident)).toMatchObject([{ field }]);
  });

  it('may be as long as 92 days, and touch the incident on one of them', () => {
    expect(eventProblems({ ...launch, from: '2026-11-19', to: '2027-02-18' }, incident)).toEqual([]);
    expect(eventProblems({ ...launch, from: '2026-11-01', to: '2026-11-05' }, null)).toEqual([]);
  });

  it('are written as people say them', () => {
    expect(daysWords({ from: '2026-11-17', to: '2026-11-17' })).toBe('Tue 17 Nov');
    expect(daysWords({ from: '2026-11-17', to: '2026-11-19' })).toBe('Tue 17 Nov to Thu 19 Nov');
  });
});

describe('What is typed', () => {
  const kpis = ['leads', 'mqls', 'cpl'];

  it.each([
    {
      text: 'Outage 2026-03-02',
      event: { name: 'Outage', from: '2026-03-02', to: '2026-03-02', everyYear: false, metrics: [] },
    },
    { text: ' “Spring launch” 2026-3-2 2026-03-06 ', event: { name: 'Spring launch', to: '2026-03-06' } },
    {
      text: 'Price change 2026-03-02..2026-03-06 yearly',
      event: { name: 'Price change', to: '2026-03-06', everyYear: true },
    },
    {
      text: 'Fair 2026-03-02 to 2026-03-06 every year for Leads, mqls',
      event: { everyYear: true, metrics: ['leads', 'mqls'] },
    },
    { text: 'Plan for 2027 2026-12-01 for cpl and leads', event: { name: 'Plan for 2027', metrics: ['cpl', 'leads'] } },
  ])('is understood: $text', ({ text, event }) => {
    expect(readEventText(text, kpis)).toMatchObject({ kind: 'event', event });
  });

  it.each([
    { text: 'Outage', because: /Write its name and its days/u },
    { text: 'Outage 2026-03-02 for ledas', because: /no KPI “ledas”\. Did you mean leads\?/u },
    { text: 'Outage 2026-03-02 for weather', because: /no KPI “weather”\.$/u },
  ])('is refused: $text', ({ text, because }) => {
    expect(readEventText(text, kpis)).toMatchObject({ kind: 'refused', because: expect.stringMatching(because) });
  });
});
