// Which days are known to be different for a KPI.
import { describe, expect, it } from 'vitest';
import { campaignDays } from '#features/anomalies/judging/campaign-days.ts';
import { occurrences, specialDays } from '#features/anomalies/judging/special-days.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aCampaign, aPlan } from '../../../support/campaign-builder.ts';
import { anEvent } from '../../../support/judging-days.ts';

const ORGANIZATION = { timezone: 'Europe/Berlin' };

function known(more = '', events = [] as ReturnType<typeof anEvent>[], metric = 'leads') {
  return specialDays(aPlaybook(more), events, [], metric);
}

describe('Special days', () => {
  it('are the public holidays of the country of the organization’s zone', () => {
    expect(known()('2026-10-03')).toMatchObject({ special: true, names: ['National Holiday'] });
    expect(known()('2026-07-03').special).toBe(false);
  });

  it('are those of the countries that the playbook names, and of no other', () => {
    const day = known('watching: { countries: [US] }\n');
    expect(day('2026-11-26')).toMatchObject({ special: true, names: ['Thanksgiving Day'] });
    expect(day('2026-10-03').special).toBe(false);
  });

  it('leave the turn of the year to the extraordinary', () => {
    expect(known()('2026-12-28')).toMatchObject({ special: false, season: true });
    expect(known()('2026-12-25')).toMatchObject({ special: true });
  });

  it('are those on which nobody works', () => {
    const playbook = aPlaybook();
    const closed = { ...playbook, organization: { ...playbook.organization, holidays: ['2026-08-14'] } };
    expect(specialDays(closed, [], [], 'leads')('2026-08-14')).toMatchObject({ special: true, names: ['Day off'] });
  });

  it('are those of events, of the playbook and of people, for the KPIs that these change', () => {
    const written =
      'watching:\n  events: [{ name: Price change, from: 2026-05-04, to: 2026-05-06, metrics: [leads] }]\n';
    const said = anEvent({ name: 'Tracking was off', from: '2026-06-01', to: '2026-06-02', metrics: ['mqls'] });
    expect(known(written, [said])('2026-05-06')).toMatchObject({ special: true, names: ['Price change'] });
    expect(known(written, [said])('2026-05-07').special).toBe(false);
    expect(known(written, [said])('2026-06-01').special).toBe(false);
    expect(known(written, [said], 'mqls')('2026-06-01').names).toEqual(['Tracking was off']);
    expect(known(written, [said], 'mqls')('2026-05-06').special).toBe(false);
  });

  it('of every year come again in each year after the first', () => {
    const day = known('', [anEvent({ name: 'Sale', from: '2025-03-10', to: '2025-03-11', everyYear: true })]);
    expect(['2024-03-10', '2025-03-10', '2026-03-11', '2030-03-10'].map((each) => day(each).special)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it.each([
    {
      when: 'it begins on 29 February',
      from: '2024-02-29',
      to: '2024-02-29',
      year: 2025,
      found: ['2025-02-28', '2025-02-28'],
    },
    {
      when: 'it ends on 29 February',
      from: '2024-02-27',
      to: '2024-02-29',
      year: 2026,
      found: ['2026-02-27', '2026-02-28'],
    },
    {
      when: 'the year has that day',
      from: '2024-02-29',
      to: '2024-03-01',
      year: 2028,
      found: ['2028-02-29', '2028-03-01'],
    },
    {
      when: 'it goes over the turn of the year',
      from: '2024-12-30',
      to: '2025-01-02',
      year: 2027,
      found: ['2026-12-30', '2027-01-02'],
    },
  ])('of every year are found when $when', ({ from, to, year, found }) => {
    const event = anEvent({ from, to, everyYear: true });
    const [first] = occurrences(event, `${year}-01-01`, `${year}-03-31`);
    expect(first).toEqual({ from: found[0], to: found[1] });
  });

  it('know the day of a launch and the day after it', () => {
    const launchedAt = new Date('2026-03-31T22:30:00Z'); // half past midnight in Berlin
    const campaign = aCampaign({ launchedAt, plan: aPlan({ name: 'spring', startsOn: '2026-03-01' }) });
    const days = campaignDays([campaign, aCampaign({ launchedAt: null })], ORGANIZATION.timezone);
    expect(days).toEqual([{ name: 'spring', day: '2026-04-01' }]);
    const day = specialDays(aPlaybook(), [], days, 'leads');
    expect(['2026-03-31', '2026-04-01', '2026-04-02', '2026-04-03'].map((each) => day(each).launch)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(day('2026-04-01')).toMatchObject({ special: false, names: ['spring'] });
  });

  it('know a campaign that begins after it went live by its first day', () => {
    const campaign = aCampaign({
      launchedAt: new Date('2026-03-20T09:00:00Z'),
      plan: aPlan({ startsOn: '2026-04-14' }),
    });
    expect(campaignDays([campaign], 'UTC').map(({ day }) => day)).toEqual(['2026-04-14']);
  });
});
