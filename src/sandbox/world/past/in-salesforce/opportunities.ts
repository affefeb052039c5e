// A deal of the past as Salesforce's opportunity, and each step of it as Salesforce remembers it.
import type { Row } from '../../../salesforce/fields.ts';
import { STANDARD_STAGES } from '../../../salesforce/standard-fields.ts';
import { WON } from '../deals.ts';
import { sourceWord } from '../milestones.ts';
import type { PastDeal } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { salesforceId } from './ids.ts';
import { time } from './words.ts';

/** For programs and for people, by stage. */
const FORECASTS: readonly (readonly [short: string, name: string])[] = [
  ['Pipeline', 'Pipeline'],
  ['Pipeline', 'Pipeline'],
  ['Pipeline', 'Pipeline'],
  ['BestCase', 'Best Case'],
  ['Forecast', 'Commit'],
  ['Closed', 'Closed'],
  ['Omitted', 'Omitted'],
];

export function opportunityRow(deal: PastDeal, { past, userId }: Around): Row {
  const { index, person, stages, amountBefore, campaign } = deal;
  const last = Math.max(...stages.map(({ at }) => at), amountBefore?.until ?? 0);
  const stage = stages.at(-1)?.stage ?? 0;
  const [short = 'Pipeline', name = 'Pipeline'] = FORECASTS[stage] ?? [];
  return {
    Id: salesforceId('Opportunity', index),
    Name: deal.name.slice(0, 120),
    AccountId: person.company === null ? null : salesforceId('Account', person.company.index),
    ContactId: salesforceId('Contact', person.index),
    CampaignId: campaign === null ? null : salesforceId('Campaign', campaign.index),
    OwnerId: userId(deal.owner?.email ?? null),
    StageName: STANDARD_STAGES[stage]?.name ?? '',
    CloseDate: deal.closeDate,
    Amount: deal.amount,
    Probability: STANDARD_STAGES[stage]?.probability ?? null,
    Type: deal.sale === 'new' ? 'New Business' : 'Existing Business',
    LeadSource: sourceWord(deal.source, 'salesforce', deal.createdAt, past.renamedAt),
    IsClosed: stage >= WON,
    IsWon: stage === WON,
    ForecastCategory: short,
    ForecastCategoryName: name,
    CreatedDate: time(deal.createdAt),
    LastModifiedDate: time(last),
    SystemModstamp: time(last),
    IsDeleted: false,
  };
}

/** A deal has fewer rows than that. */
const ROWS_EACH = 10;

/** One at the creation and at each change. */
export function opportunityHistoryRows(deal: PastDeal, { userId }: Around): readonly Row[] {
  const { stages, amountBefore, closeDateBefore } = deal;
  const instants = new Set([...stages.map(({ at }) => at), ...(amountBefore === null ? [] : [amountBefore.until])]);
  return [...instants]
    .toSorted((one, other) => one - other)
    .map((at, place) => {
      const stage = stages.findLast((step) => step.at <= at)?.stage ?? 0;
      return {
        Id: salesforceId('OpportunityHistory', deal.index * ROWS_EACH + place),
        OpportunityId: salesforceId('Opportunity', deal.index),
        StageName: STANDARD_STAGES[stage]?.name ?? '',
        Amount: amountBefore !== null && at < amountBefore.until ? amountBefore.amount : deal.amount,
        CloseDate: closeDateBefore !== null && at < closeDateBefore.until ? closeDateBefore.day : deal.closeDate,
        Probability: STANDARD_STAGES[stage]?.probability ?? null,
        ForecastCategory: FORECASTS[stage]?.[0] ?? 'Pipeline',
        ExpectedRevenue: null,
        CreatedById: userId(deal.owner?.email ?? null),
        CreatedDate: time(at),
        IsDeleted: false,
      };
    });
}
