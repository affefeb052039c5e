// A deal of the past as HubSpot has it, with the history of its stage, amount, close date and forecast.
import { DAY_MS } from '#kernel/time.ts';
import { dayOf, startOf } from '../calendar.ts';
import type { HubspotIds } from './ids.ts';
import { WORKFLOW_MS } from '../milestones.ts';
import type { PastDeal, PastSubscription } from '../past.ts';

/** What Acme copies over from Salesforce is made in HubSpot a little later. */
export const COPIED_AFTER_MS = 5 * WORKFLOW_MS;

const STAGES = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];
const FORECASTS = ['PIPELINE', 'PIPELINE', 'PIPELINE', 'BEST_CASE', 'COMMIT', 'CLOSED', 'OMIT'];

/** `until`: steps of a copy after that have not happened yet. */
export function dealSeedling(deal: PastDeal, recurring: PastSubscription | null, ids: HubspotIds, until: number) {
  const { amount, amountBefore, closeDate, closeDateBefore, stages, owner, sale, deletedAt, twin } = deal;
  const late = twin ? COPIED_AFTER_MS : 0;
  const createdAt = deal.createdAt + late;
  const entered = stages.filter(({ at }) => at + late <= until);
  const shifted = entered.map(({ stage, at }) => ({ stage, timestamp: new Date(at + late) }));
  const stage = shifted.at(-1)?.stage ?? 0;
  const ends = recurring?.endsOn ?? null;
  const ended = ends === null || twin ? 0 : startOf(ends) + DAY_MS;
  const last = Math.max(Math.max(...entered.map(({ at }) => at), amountBefore?.until ?? 0) + late, ended);
  return {
    id: ids.deal(deal),
    createdAt: new Date(createdAt),
    updatedAt: new Date(last),
    archivedAt: deletedAt === null ? null : new Date(deletedAt),
    properties: {
      dealname: deal.name,
      amount: amount === null ? null : String(amount),
      deal_currency_code: deal.currency,
      pipeline: 'default',
      dealstage: STAGES[stage] ?? null,
      closedate: noonOf(closeDate),
      hubspot_owner_id: ids.owner(owner?.email ?? null),
      dealtype: sale === 'new' ? 'newbusiness' : 'existingbusiness',
      hs_analytics_source: twin ? null : (deal.source?.hubspot ?? null),
      hs_manual_forecast_category: FORECASTS[stage] ?? null,
      recurring_revenue_amount: recurring === null || twin ? null : String(recurring.monthly),
      recurring_revenue_inactive_date: ends === null || twin ? null : noonOf(dayOf(startOf(ends) + DAY_MS)),
      hs_salesforceopportunityid: twin ? ids.opportunity(deal) : null,
    },
    history: {
      dealstage: shifted.map(({ stage: each, timestamp }) => ({ value: STAGES[each] ?? null, timestamp })),
      hs_manual_forecast_category: forecastVersions(shifted),
      ...versions('amount', createdAt, amountBefore?.amount, amount, amountBefore?.until),
      ...versions(
        'closedate',
        createdAt,
        closeDateBefore === null ? undefined : noonOf(closeDateBefore.day),
        noonOf(closeDate),
        closeDateBefore?.until,
      ),
    },
  };

  function versions(
    name: string,
    from: number,
    before: string | number | undefined,
    after: string | number | null,
    until: number | undefined,
  ) {
    if (before === undefined || until === undefined || after === null) return {};
    const first = { value: String(before), timestamp: new Date(from) };
    return { [name]: [first, { value: String(after), timestamp: new Date(until + late) }] };
  }
}

type Entered = { readonly stage: number; readonly timestamp: Date };

/** Entries that change nothing are none. */
function forecastVersions(stages: readonly Entered[]): readonly { readonly value: string; readonly timestamp: Date }[] {
  const all = stages.map(({ stage, timestamp }) => ({ value: FORECASTS[stage] ?? 'PIPELINE', timestamp }));
  return all.filter(({ value }, index) => value !== all[index - 1]?.value);
}

/** In the middle of the day, so that it is that day wherever one looks from. */
function noonOf(day: string): string {
  return `${day}T12:00:00.000Z`;
}
