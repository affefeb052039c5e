// Campaigns with their money as rows of a history.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import type { CampaignRow } from '#ports/crm-history.ts';
import { Base } from '../read-rows.ts';
import { stampsOf, textOf } from './reading.ts';
import { sourceOf } from './source.ts';

const Campaign = Base.extend({
  Name: z.string().nullish(),
  Type: z.string().nullish(),
  Status: z.string().nullish(),
  StartDate: z.string().nullish(),
  EndDate: z.string().nullish(),
  BudgetedCost: z.number().nullish(),
  ActualCost: z.number().nullish(),
  CurrencyIsoCode: z.string().nullish(),
});
type Campaign = z.infer<typeof Campaign>;

export const CAMPAIGNS = sourceOf({
  sobject: 'Campaign',
  prefix: '701',
  object: 'campaign',
  mirrored: null,
  fields: [
    'OwnerId',
    'Name',
    'Type',
    'Status',
    'StartDate',
    'EndDate',
    'BudgetedCost',
    'ActualCost',
    'CurrencyIsoCode',
  ],
  schema: Campaign,
  tell: (_, rows) => ({ rows: rows.map(campaignOf) }),
});

function campaignOf(row: Campaign): CampaignRow {
  return {
    ...stampsOf(row),
    kind: 'campaign',
    name: textOf(row.Name) ?? '',
    type: textOf(row.Type),
    // Salesforce has none: the playbook's channels of a source, or of our own campaign, say it.
    channel: null,
    status: textOf(row.Status),
    startsOn: row.StartDate ?? null,
    endsOn: row.EndDate ?? null,
    budget: decimalOf(row.BudgetedCost),
    spend: decimalOf(row.ActualCost),
    currency: textOf(row.CurrencyIsoCode),
    ownerId: row.OwnerId ?? null,
  };
}
