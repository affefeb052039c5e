// Opportunities as rows of a history: their steps, which Salesforce keeps of every one, and the people they belong to.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import type { RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { DealRow, FieldChange } from '#ports/crm-history.ts';
import { idCore } from '../objects.ts';
import { Base, readConvertedLeads } from '../read-rows.ts';
import { instant } from '../values.ts';
import { readContactRoles } from './contact-roles.ts';
import { readSteps } from './opportunity-steps.ts';
import { refTo, stampsOf, textOf } from './reading.ts';
import type { About, HistoryView } from './source.ts';
import { sourceOf } from './source.ts';
import { ownerChanges } from './tracking.ts';
import { isVisible } from './visible.ts';

const text = z.string().nullish();

const OpportunityRow = Base.extend({
  Name: text,
  StageName: text,
  Amount: z.number().nullish(),
  CurrencyIsoCode: text,
  CloseDate: text,
  IsClosed: z.boolean().nullish(),
  IsWon: z.boolean().nullish(),
  ForecastCategoryName: text,
  Type: text,
  LeadSource: text,
  CampaignId: text,
});
type OpportunityRow = z.infer<typeof OpportunityRow>;

export const OPPORTUNITIES = sourceOf({
  sobject: 'Opportunity',
  prefix: '006',
  object: 'opportunity',
  mirrored: 'opportunity',
  fields: [
    'OwnerId',
    'Name',
    'StageName',
    'Amount',
    'CurrencyIsoCode',
    'CloseDate',
    'IsClosed',
    'IsWon',
    'ForecastCategoryName',
    'Type',
    'LeadSource',
    'CampaignId',
  ],
  schema: OpportunityRow,
  tell: tellOpportunities,
});

async function tellOpportunities(view: HistoryView, rows: readonly OpportunityRow[], about: About) {
  const { tracking, metadata } = view;
  const leads = (await isVisible(metadata, 'Lead')) ? about('ConvertedOpportunityId') : [];
  const [convertedLeads, roles, steps, entries, since] = await Promise.all([
    readConvertedLeads(view, leads, 'scan'),
    readContactRoles(view, about('OpportunityId')),
    readSteps(view, about('OpportunityId')),
    tracking.read('Opportunity', ['Owner'], about),
    tracking.since('Opportunity', 'Owner'),
  ]);
  const tell = (row: OpportunityRow): DealRow => {
    const id = idCore(row.Id);
    const contacts = [row.ContactId, ...(roles.get(id) ?? [])].filter((each) => typeof each === 'string');
    const people = [
      ...(convertedLeads.get(row.Id) ?? []).map((lead) => refTo('lead', lead)),
      ...contacts.map((contact) => refTo('contact', contact)),
    ];
    const owned = { createdAt: instant(row.CreatedDate), entries: entries.get(id) ?? [], present: row.OwnerId ?? null };
    return dealOf(row, people, [...(steps.get(id) ?? []), ...ownerChanges({ ...owned, since })]);
  };
  return { rows: rows.map(tell), convertedLeads };
}

function dealOf(row: OpportunityRow, people: readonly RecordRef[], changes: readonly FieldChange[]): DealRow {
  return {
    ...stampsOf(row),
    kind: 'deal',
    name: textOf(row.Name) ?? '',
    ownerId: row.OwnerId ?? null,
    companyId: row.AccountId ?? null,
    people: [...new Map(people.map((ref) => [refKey(ref), ref])).values()],
    stage: textOf(row.StageName),
    pipeline: null,
    product: null,
    sale: saleOf(row.Type),
    amount: decimalOf(row.Amount),
    currency: textOf(row.CurrencyIsoCode),
    closeDate: row.CloseDate ?? null,
    closed: row.IsClosed ?? false,
    won: row.IsWon ?? false,
    forecast: textOf(row.ForecastCategoryName),
    source: textOf(row.LeadSource),
    campaignId: row.CampaignId ?? null,
    twin: null,
    changes,
  };
}

/** The standard types are "New Business", "New Customer", "Existing Business", "Existing Customer - Upgrade" and the like. */
function saleOf(type: string | null | undefined): DealRow['sale'] {
  const words = (type ?? '').toLowerCase();
  if (/renew/.test(words)) return 'renewal';
  if (/existing|upsell|upgrade|expansion|add-?on|cross-?sell/.test(words)) return 'existing';
  return /\bnew\b/.test(words) ? 'new' : null;
}
