// On which days campaigns were launched, as people planned them or as they went live.
import type { Campaign } from '#features/campaigns/campaign.ts';
import { calendarDay } from './calendar-day.ts';

export interface CampaignDay {
  /** Of the campaign. */
  readonly name: string;
  /** The day in the organization's zone on which it was launched. */
  readonly day: string;
}

/** Of those that were launched; one whose plan begins later than it went live is seen by nobody before. */
export function campaignDays(campaigns: readonly Campaign[], zone: string): readonly CampaignDay[] {
  return campaigns.flatMap(({ plan, launchedAt }) => {
    if (launchedAt === null) return [];
    const live = calendarDay(launchedAt, zone);
    return [{ name: plan.name, day: plan.startsOn !== null && plan.startsOn > live ? plan.startsOn : live }];
  });
}
