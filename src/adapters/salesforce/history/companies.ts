// Accounts as rows of a history.
import { z } from 'zod';
import type { CompanyRow } from '#ports/crm-history.ts';
import { Base } from '../read-rows.ts';
import { stampsOf, textOf } from './reading.ts';
import { sourceOf } from './source.ts';

const AccountRow = Base.extend({
  Name: z.string().nullish(),
  Website: z.string().nullish(),
  Industry: z.string().nullish(),
  NumberOfEmployees: z.number().nullish(),
  BillingCountry: z.string().nullish(),
});
type AccountRow = z.infer<typeof AccountRow>;

export const ACCOUNTS = sourceOf({
  sobject: 'Account',
  prefix: '001',
  object: 'company',
  mirrored: 'company',
  fields: ['Name', 'Website', 'Industry', 'NumberOfEmployees', 'BillingCountry'],
  schema: AccountRow,
  tell: (_, rows) => ({ rows: rows.map(companyOf) }),
});

function companyOf(row: AccountRow): CompanyRow {
  return {
    ...stampsOf(row),
    kind: 'company',
    name: textOf(row.Name),
    domain: domainOf(row.Website),
    industry: textOf(row.Industry),
    employees: row.NumberOfEmployees ?? null,
    country: textOf(row.BillingCountry),
    ownerId: row.OwnerId ?? null,
  };
}

/** `acme.test` of `https://www.Acme.test/en`; people write addresses in many ways. */
function domainOf(website: string | null | undefined): string | null {
  const text = textOf(website);
  if (text === null) return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url?.hostname.replace(/^www\./, '') || null;
}
