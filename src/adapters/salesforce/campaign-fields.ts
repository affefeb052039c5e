// Between our campaign fields and Salesforce's Campaign, as far as the org has and shows its fields. Pure. Salesforce has
// no audience and no UTM of its own; goals stand in the description.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import { storableText } from '#adapters/http/text.ts';
import type { CrmCampaign, CrmCampaignFields } from '#ports/crm-campaigns.ts';
import { stateOf } from './campaign-status.ts';
import type { ObjectInfo } from './metadata.ts';
import { instant, writtenValue } from './values.ts';

export type CampaignBody = Record<string, string | number | boolean | null>;

const NAMED = [
  'Name',
  'Status',
  'IsActive',
  'Type',
  'StartDate',
  'EndDate',
  'BudgetedCost',
  'CurrencyIsoCode',
  'OwnerId',
  'Description',
] as const;

export const CampaignRow = z.object({
  Id: z.string(),
  IsDeleted: z.boolean(),
  SystemModstamp: z.string(),
  LastModifiedById: z.string().nullish(),
  Name: z.string().nullish(),
  Status: z.string().nullish(),
  IsActive: z.boolean().nullish(),
  Type: z.string().nullish(),
  StartDate: z.string().nullish(),
  EndDate: z.string().nullish(),
  BudgetedCost: z.number().nullish(),
  CurrencyIsoCode: z.string().nullish(),
  OwnerId: z.string().nullish(),
  Description: z.string().nullish(),
});
export type CampaignRow = z.infer<typeof CampaignRow>;

/** A field that is hidden from our user would make the whole query fail. */
export function campaignColumns(info: ObjectInfo): readonly string[] {
  const shown = [...NAMED, 'LastModifiedById'].filter((name) => info.has(name));
  return ['Id', 'IsDeleted', 'SystemModstamp', ...shown];
}

export function campaignOf(row: CampaignRow, info: ObjectInfo): CrmCampaign {
  return {
    crm: 'salesforce',
    id: row.Id,
    fields: {
      name: textOf(row.Name) ?? '',
      state: stateOf(row.Status ?? null, row.IsActive ?? false, info),
      ...(info.has('Type') ? { type: textOf(row.Type) } : {}),
      ...(info.has('StartDate') ? { startsOn: row.StartDate ?? null } : {}),
      ...(info.has('EndDate') ? { endsOn: row.EndDate ?? null } : {}),
      ...(info.has('BudgetedCost') ? { budget: decimalOf(row.BudgetedCost) } : {}),
      ...(info.has('CurrencyIsoCode') ? { currency: row.CurrencyIsoCode ?? null } : {}),
      ...(info.has('OwnerId') ? { ownerId: row.OwnerId ?? null } : {}),
      ...(info.has('Description') ? { goals: withoutMark(row.Description) } : {}),
    },
    modifiedAt: instant(row.SystemModstamp),
    modifiedBy: row.LastModifiedById ?? null,
  };
}

/** What is written, all but state and description. A field that the org does not show is left out. */
export function plainBody(fields: Partial<CrmCampaignFields>, info: ObjectInfo): CampaignBody {
  const given = {
    Name: fields.name,
    Type: fields.type,
    StartDate: fields.startsOn,
    EndDate: fields.endsOn,
    BudgetedCost: fields.budget === undefined || fields.budget === null ? fields.budget : Number(fields.budget),
    CurrencyIsoCode: fields.currency ?? undefined,
    // A campaign always has an owner: nobody in particular is whoever has it.
    OwnerId: fields.ownerId ?? undefined,
  };
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const field = info.get(name);
    return value === undefined || field === undefined ? [] : [[name, writtenValue(field, value)] as const];
  });
  return Object.fromEntries(entries);
}

const MARK = /(?:^|\n+)(\[Signalbox [0-9a-f]{20}\])\s*$/u;

export function markIn(description: string | null | undefined): string | null {
  return MARK.exec(description ?? '')?.[1] ?? null;
}

function withoutMark(description: string | null | undefined): string | null {
  return textOf(description)?.replace(MARK, '').trim() || null;
}

/** The new text, with the mark that the old one ended with. */
export function describedAs(goals: string | null, mark: string | null): string | null {
  return [goals, mark].filter(Boolean).join('\n\n') || null;
}

function textOf(text: string | null | undefined): string | null {
  return storableText(text ?? '') || null;
}
