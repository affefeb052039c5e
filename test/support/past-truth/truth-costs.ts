// What campaigns cost and were allowed to, day by day, and what that is for each result.
import type { PastCampaign } from '#sandbox/world/past/past.ts';
import { dayOf, daysFrom } from './days.ts';
import type { TrueDeal } from './truth-deals.ts';
import { falls } from './truth-funnel.ts';
import type { TruePerson } from './truth-people.ts';
import { attributed, quotient, sum } from './truth-sales.ts';
import type { Counted } from './counted.ts';

export function costValue(kpi: string, counted: Counted, deals: readonly TrueDeal[]): number | null | undefined {
  const { people } = counted;
  const campaigns = campaignsOf(counted);
  const spend = sum(campaigns.map((campaign) => spent(campaign, counted)));
  const per = (at: keyof Pick<TruePerson, 'leadAt' | 'opportunityAt' | 'customerAt'>) =>
    quotient(spend, people.filter((person) => falls(person[at], counted)).length);
  switch (kpi) {
    case 'spend':
    case 'budgeted_spend':
      return spend;
    case 'budget':
      return sum(campaigns.map((campaign) => allowed(campaign, counted)));
    case 'budget_variance':
      return spend - sum(campaigns.map((campaign) => allowed(campaign, counted)));
    case 'burn_rate':
      return quotient(spend, sum(campaigns.map((campaign) => allowed(campaign, counted))));
    case 'cost_per_lead':
      return per('leadAt');
    case 'cost_per_opportunity':
      return per('opportunityAt');
    case 'cost_per_acquisition':
    case 'cac':
      return per('customerAt');
    case 'campaign_roi': {
      const won = deals.filter((deal) => deal.won && falls(deal.closedAt, counted));
      const known = won.map((deal) => ({ ...deal, credits: deal.credits.filter(({ campaign }) => campaign !== null) }));
      const earned = attributed(
        known.filter(({ credits }) => credits.length > 0),
        'closedValue',
        counted,
      );
      return quotient(earned - spend, spend);
    }
    default:
      return undefined;
  }
}

/** Those of the group. Campaigns have a name and no source, those of Salesforce a kind. */
function campaignsOf({ past, by, group, rules }: Counted): readonly PastCampaign[] {
  if (by === undefined) return past.campaigns;
  return past.campaigns.filter((campaign) => {
    if (by === 'campaign') return campaign.name === group;
    if (by === 'channel') return (campaign.crm === 'salesforce' ? rules.channelOf(campaign.kind) : null) === group;
    if (by === 'crm') return campaign.crm === group;
    return group === null;
  });
}

/** What was spent so far is of the days so far. */
function spent(campaign: PastCampaign, counted: Counted): number {
  const today = dayOf(counted.rules.now, counted.rules.zone);
  const { startsOn, endsOn } = campaign;
  const soFar = endsOn < today ? endsOn : today < startsOn ? startsOn : today;
  return part({ ...campaign, endsOn: soFar }, campaign.spend, counted);
}

function allowed(campaign: PastCampaign, counted: Counted): number {
  return part(campaign, campaign.budget, counted);
}

/** By today, where the period goes on. */
function part({ startsOn, endsOn, currency }: PastCampaign, amount: number, { from, to, rules }: Counted): number {
  const until = [to, endsOn, dayOf(rules.now, rules.zone)].toSorted()[0] ?? to;
  const days = daysFrom(from > startsOn ? from : startsOn, until);
  return (amount * rules.rateOn(currency, startsOn) * days) / daysFrom(startsOn, endsOn);
}
