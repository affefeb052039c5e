// Between our campaign fields and the properties of HubSpot's campaigns. Pure. HubSpot has no type, and no field of its
// own for goals or for our key: both stand in the campaign's notes.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import { storableText } from '#adapters/http/text.ts';
import type { CrmCampaign, CrmCampaignFields, CrmCampaignState } from '#ports/crm-campaigns.ts';

const BUDGET_TOTAL = 'hs_budget_items_sum_amount';

export const CAMPAIGN_PROPERTIES: readonly string[] = [
  'hs_name',
  'hs_campaign_status',
  'hs_start_date',
  'hs_end_date',
  'hs_currency_code',
  'hs_owner',
  'hs_audience',
  'hs_notes',
  'hs_utm',
  BUDGET_TOTAL,
];

export const HubspotCampaign = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullish()).default({}),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type HubspotCampaign = z.infer<typeof HubspotCampaign>;

/** What HubSpot has, for ours. Anything that it may add one day stands for a campaign that has not begun. */
const STATES: Readonly<Record<string, CrmCampaignState>> = {
  planned: 'planned',
  in_progress: 'live',
  active: 'live',
  paused: 'paused',
  completed: 'closed',
};

const STATUSES: Readonly<Record<CrmCampaignState, string>> = {
  planned: 'planned',
  live: 'active',
  paused: 'paused',
  closed: 'completed',
};

export function campaignOf({ id, properties, updatedAt }: HubspotCampaign): CrmCampaign {
  const text = (name: string): string | null => storableText(properties[name] ?? '') || null;
  // HubSpot's sum over no items is 0: that nobody said a budget and that it is nothing look the same there.
  const budget = decimalOf(text(BUDGET_TOTAL));
  return {
    crm: 'hubspot',
    id,
    fields: {
      name: text('hs_name') ?? '',
      state: STATES[text('hs_campaign_status') ?? ''] ?? 'planned',
      startsOn: day(text('hs_start_date')),
      endsOn: day(text('hs_end_date')),
      budget: budget === '0.00' ? null : budget,
      currency: text('hs_currency_code'),
      ownerId: text('hs_owner'),
      audience: text('hs_audience'),
      goals: withoutMark(text('hs_notes')),
      utm: text('hs_utm'),
    },
    modifiedAt: updatedAt,
    modifiedBy: null,
  };
}

/** `2026-12-24`; older accounts answer the midnight of the day in Unix milliseconds. */
function day(text: string | null): string | null {
  if (text === null) return null;
  return (/^-?\d+$/.test(text) ? new Date(Number(text)).toISOString() : text).slice(0, 10);
}

/** Properties for what is written, all but the budget, which is kept in items. Empty clears. */
export function propertiesFor(
  fields: Partial<CrmCampaignFields>,
  notes: string | null,
): Readonly<Record<string, string>> {
  const given: Readonly<Record<string, string | null | undefined>> = {
    hs_name: fields.name,
    hs_campaign_status: fields.state === undefined ? undefined : STATUSES[fields.state],
    hs_start_date: fields.startsOn,
    hs_end_date: fields.endsOn,
    hs_currency_code: fields.currency,
    hs_owner: fields.ownerId,
    hs_audience: fields.audience,
    hs_notes: fields.goals === undefined ? undefined : withMark(fields.goals, markIn(notes)),
    hs_utm: fields.utm,
  };
  const entries = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value ?? '']]));
  return Object.fromEntries(entries) as Record<string, string>;
}

/** How a campaign is found again: the last line of its notes. */
export function markOf(key: string): string {
  return `Made by Signalbox (${key})`;
}

const MARK = /(?:^|\n+)(Made by Signalbox \([^()\n]*\))\s*$/u;

function markIn(notes: string | null): string | null {
  return MARK.exec(notes ?? '')?.[1] ?? null;
}

function withoutMark(notes: string | null): string | null {
  return notes?.replace(MARK, '').trim() || null;
}

export function withMark(goals: string | null | undefined, mark: string | null): string {
  return [goals, mark].filter(Boolean).join('\n\n');
}
