// Campaigns with what they may cost and have cost so far, which HubSpot keeps as sums on the campaign. Calls: one for 100
// campaigns. HubSpot's list knows no deletions: a campaign that is no longer in it is gone.
import type { ChangeCursor } from '#ports/crm.ts';
import type { CampaignRow, HistoryChanges, HistoryPage, HistoryTotals, RowRef } from '#ports/crm-history.ts';
import { decimalOf } from '#adapters/http/amounts.ts';
import { storableText } from '#adapters/http/text.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { campaignsFrom } from '../campaign-list.ts';
import type { HubspotCampaign } from '../campaign-properties.ts';
import { keptFor, type HistoryDeps } from './deps.ts';
import { dayOf } from './values.ts';

const PROPERTIES = [
  'hs_name',
  'hs_campaign_status',
  'hs_start_date',
  'hs_end_date',
  'hs_currency_code',
  'hs_owner',
  'hs_utm',
  'hs_budget_items_sum_amount',
  'hs_spend_items_sum_amount',
];

/** What is spent may change without the campaign looking changed, and what is deleted is found by its absence. */
const WHOLE_MS = 15 * MINUTE_MS;

export interface CampaignHistory {
  page(): Promise<HistoryPage>;
  changes(after: ChangeCursor): Promise<HistoryChanges>;
  read(ids: readonly string[]): Promise<readonly CampaignRow[]>;
  totals(): Promise<HistoryTotals>;
  /** All of them, as read within the last quarter of an hour. */
  known(): Promise<readonly KnownCampaign[]>;
}

export interface KnownCampaign {
  readonly row: CampaignRow;
  /** What links of the campaign say in `utm_campaign`. */
  readonly utm: string | null;
}

export function createCampaignHistory({ api }: Pick<HistoryDeps, 'api'>): CampaignHistory {
  /** Ids of the last whole list; null before the first. */
  let seen: ReadonlySet<string> | null = null;
  let readAt = -Infinity;
  const known = keptFor(WHOLE_MS, all);

  async function all(): Promise<readonly KnownCampaign[]> {
    const listed = await campaignsFrom(api, '-createdAt', PROPERTIES, () => true);
    return listed.map((campaign) => ({ row: campaignRow(campaign), utm: textIn(campaign, 'hs_utm') }));
  }

  async function whole(): Promise<{ rows: readonly CampaignRow[]; gone: readonly RowRef[] }> {
    const rows = (await all()).map(({ row }) => row);
    const there = new Set(rows.map(({ id }) => id));
    const gone = [...(seen ?? [])].filter((id) => !there.has(id));
    seen = there;
    readAt = performance.now();
    return { rows, gone: gone.map((id) => ({ crm: 'hubspot', object: 'campaign', id })) };
  }

  return {
    known,
    async page() {
      const { rows } = await whole();
      return { rows, records: [], next: null };
    },
    async changes(after) {
      const round = performance.now() - readAt < WHOLE_MS ? await since(after) : await whole();
      const rows = round.rows.toSorted(byPlace);
      const last = rows.at(-1);
      const later = last !== undefined && last.modifiedAt >= after.at;
      return {
        rows,
        gone: round.gone,
        merged: [],
        next: later ? { at: last.modifiedAt, id: last.id } : after,
        caughtUp: true,
      };
    },
    async read(ids) {
      const wanted = new Set(ids);
      return (await all()).map(({ row }) => row).filter(({ id }) => wanted.has(id));
    },
    totals: async () => ({ count: (await all()).length, amounts: null }),
  };

  async function since({ at }: ChangeCursor): Promise<{ rows: readonly CampaignRow[]; gone: readonly RowRef[] }> {
    const listed = await campaignsFrom(api, '-updatedAt', PROPERTIES, ({ updatedAt }) => updatedAt >= at);
    return { rows: listed.map(campaignRow), gone: [] };
  }
}

function textIn({ properties }: HubspotCampaign, name: string): string | null {
  return storableText(properties[name] ?? '').trim() || null;
}

function campaignRow(campaign: HubspotCampaign): CampaignRow {
  const { id, createdAt, updatedAt } = campaign;
  const text = (name: string): string | null => textIn(campaign, name);
  return {
    kind: 'campaign',
    crm: 'hubspot',
    id,
    createdAt,
    modifiedAt: updatedAt,
    name: text('hs_name') ?? '',
    type: null,
    channel: null,
    status: text('hs_campaign_status'),
    startsOn: dayOf(text('hs_start_date'), 'UTC'),
    endsOn: dayOf(text('hs_end_date'), 'UTC'),
    budget: amountIn(text('hs_budget_items_sum_amount')),
    spend: amountIn(text('hs_spend_items_sum_amount')),
    currency: text('hs_currency_code'),
    ownerId: text('hs_owner'),
  };
}

/** HubSpot's sum over no items is 0: that nobody said an amount and that it is nothing look the same there. */
function amountIn(text: string | null): string | null {
  const amount = decimalOf(text);
  return amount === '0.00' ? null : amount;
}

function byPlace(a: CampaignRow, b: CampaignRow): number {
  return a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.id < b.id ? -1 : 1);
}
