// HubSpot's list of campaigns, page by page, newest first. It is paged by position: what is changed meanwhile moves to the
// front and shows some rows twice, what is deleted hides one, which the total tells.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import { Fault } from '#kernel/errors.ts';
import { HubspotCampaign } from './campaign-properties.ts';
import type { HubspotApi } from './client.ts';

/** Everything about campaigns is below this. */
export const CAMPAIGNS = '/marketing/v3/campaigns';

const PAGE = 100;
/** Who deletes campaigns faster than this keeps us from ever seeing a whole list. */
const ROUNDS = 4;

const Listed = z.object({
  total: z.number(),
  results: z.array(HubspotCampaign),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});

/** Campaigns from the first of this order on, while they are `wanted`; each once. Throws Fault. */
export async function campaignsFrom(
  api: HubspotApi,
  sort: '-createdAt' | '-updatedAt',
  properties: readonly string[],
  wanted: (campaign: HubspotCampaign) => boolean,
): Promise<readonly HubspotCampaign[]> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const found = await onePass(api, { sort, properties: properties.join(','), limit: String(PAGE) }, wanted);
    if (found !== null) return found;
  }
  throw new Fault('unavailable', 'the list of campaigns in HubSpot keeps changing while it is read');
}

/** Null where a campaign was deleted between two pages. */
async function onePass(
  api: HubspotApi,
  query: Readonly<Record<string, string>>,
  wanted: (campaign: HubspotCampaign) => boolean,
): Promise<readonly HubspotCampaign[] | null> {
  const call: CrmCall = { kind: 'campaigns', effect: 'read', urgency: 'scan' };
  const found = new Map<string, HubspotCampaign>();
  let most = 0;
  let after: string | undefined;
  do {
    const asked = new URLSearchParams({ ...query, ...(after === undefined ? {} : { after }) });
    const page = await api.get(call, Listed, `${CAMPAIGNS}?${asked.toString()}`);
    if (page.total < most) return null;
    most = page.total;
    for (const campaign of page.results) {
      if (!wanted(campaign)) return [...found.values()];
      if (!found.has(campaign.id)) found.set(campaign.id, campaign);
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return [...found.values()];
}
