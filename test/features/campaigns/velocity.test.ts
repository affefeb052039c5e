import { expect, it } from 'vitest';
import { velocityOf } from '#features/campaigns/velocity.ts';
import { calendarOf } from '#features/people/calendar.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { aCampaign } from '../../support/campaign-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';

const calendar = calendarOf(aPlaybook(), null);
const friday = new Date('2026-03-06T15:00:00Z');
const monday = new Date('2026-03-09T09:00:00Z');

it('measures each leg in calendar and in working time', () => {
  const stamps = {
    createdAt: new Date('2026-03-06T13:00:00Z'),
    requestedAt: friday,
    approvedAt: monday,
    launchAskedAt: monday,
    launchedAt: new Date('2026-03-09T09:00:05Z'),
  };
  const { legs, requestToLaunch } = velocityOf(aCampaign(stamps), calendar);
  expect(legs.brief).toEqual({ calendarMs: 2 * HOUR_MS, workingMs: 2 * HOUR_MS });
  // Berlin's Friday from 16:00 to 18:00, and Monday from 9:00 to 10:00.
  expect(legs.approval).toEqual({ calendarMs: 2.75 * DAY_MS, workingMs: 3 * HOUR_MS });
  expect(legs.build).toEqual({ calendarMs: 0, workingMs: 0 });
  expect(legs.launch).toEqual({ calendarMs: 5000, workingMs: 5000 });
  expect(requestToLaunch?.workingMs).toBe(3 * HOUR_MS + 5000);
});

it('knows no end of a leg that is not over', () => {
  const { legs, requestToLaunch } = velocityOf(aCampaign({ requestedAt: friday }), calendar);
  expect([legs.approval, legs.launch, requestToLaunch]).toEqual([null, null, null]);
});
