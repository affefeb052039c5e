// Contacts that a campaign influenced, from its report, which names contacts and no times: asked for by weeks from the
// campaign's first day on, each touch stands at noon UTC of its week's first day. Calls for a campaign: one for each
// hundred contacts of a week, and one that tells whether there are any at all.
import { z } from 'zod';
import type { CampaignRow, TouchRow } from '#ports/crm-history.ts';
import { DAY_MS } from '#kernel/time.ts';
import { CAMPAIGNS } from '../campaign-list.ts';
import type { HubspotApi } from '../client.ts';
import { scan } from './listed.ts';
import { dayAfter } from './values.ts';

/** HubSpot goes on counting for a while after the end. */
const AFTERMATH_DAYS = 30;
const WEEK_DAYS = 7;
/** A campaign without end is asked for in wider windows than weeks, so that it takes no more calls than this. */
const MOST_WINDOWS = 80;

const ContactPage = z.object({
  results: z.array(z.object({ id: z.coerce.string() })),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).nullish(),
});

/** Calendar days, both included. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Ascending; empty for a campaign that has not begun. */
export function windowsOf(campaign: CampaignRow, today: string): readonly Window[] {
  const first = campaign.startsOn ?? campaign.createdAt.toISOString().slice(0, 10);
  const end = campaign.endsOn === null ? today : dayAfter(campaign.endsOn, AFTERMATH_DAYS);
  const last = end < today ? end : today;
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  const width = Math.max(WEEK_DAYS, Math.ceil(days / MOST_WINDOWS / WEEK_DAYS) * WEEK_DAYS);
  const windows: Window[] = [];
  for (let from = first; from <= last; from = dayAfter(from, width)) {
    windows.push({ from, to: dayAfter(from, width - 1) });
  }
  return windows;
}

/** Whom it ever reached; false saves the calls for its weeks. */
export async function hasInfluence(api: HubspotApi, campaign: string, windows: readonly Window[]): Promise<boolean> {
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return false;
  const { results } = await contacts(api, campaign, { from: first.from, to: last.to }, 1, null);
  return results.length > 0;
}

export async function influenceIn(api: HubspotApi, campaign: string, window: Window): Promise<readonly TouchRow[]> {
  const at = new Date(`${window.from}T12:00:00Z`);
  const touches: TouchRow[] = [];
  let after: string | null = null;
  do {
    const page: z.infer<typeof ContactPage> = await contacts(api, campaign, window, 100, after);
    for (const { id } of page.results) {
      touches.push({
        kind: 'touch',
        crm: 'hubspot',
        id: `member:${campaign}:${window.from}:${id}`,
        createdAt: at,
        modifiedAt: at,
        person: { crm: 'hubspot', object: 'lead', id },
        campaignId: campaign,
        channel: null,
        source: null,
        at,
        touch: 'member',
        responded: false,
      });
    }
    after = page.paging?.next?.after ?? null;
  } while (after !== null);
  return touches;
}

function contacts(
  api: HubspotApi,
  campaign: string,
  { from, to }: Window,
  limit: number,
  after: string | null,
): Promise<z.infer<typeof ContactPage>> {
  const query = new URLSearchParams({
    startDate: from,
    endDate: to,
    limit: String(limit),
    ...(after === null ? {} : { after }),
  });
  const path = `${CAMPAIGNS}/${encodeURIComponent(campaign)}/reports/contacts/influencedContacts?${query.toString()}`;
  return api.get(scan('influence'), ContactPage, path);
}
