// What customers pay for a time: assets that end. Salesforce's contracts have no price, and an asset without an end was
// bought once.
import { z } from 'zod';
import type { SubscriptionRow } from '#ports/crm-history.ts';
import { Base } from '../read-rows.ts';
import * as soql from '../soql.ts';
import { stampsOf, textOf } from './reading.ts';
import { sourceOf } from './source.ts';

const AssetRow = Base.extend({
  Name: z.string().nullish(),
  PurchaseDate: z.string().nullish(),
  InstallDate: z.string().nullish(),
  UsageEndDate: z.string().nullish(),
  Price: z.number().nullish(),
  Quantity: z.number().nullish(),
  CurrencyIsoCode: z.string().nullish(),
});
type AssetRow = z.infer<typeof AssetRow>;

export const ASSETS = sourceOf({
  sobject: 'Asset',
  prefix: '02i',
  object: 'subscription',
  mirrored: null,
  fields: ['AccountId', 'Name', 'PurchaseDate', 'InstallDate', 'UsageEndDate', 'Price', 'Quantity', 'CurrencyIsoCode'],
  schema: AssetRow,
  only: {
    where: () =>
      soql.all(
        soql.compare('UsageEndDate', '!=', null),
        soql.compare('Price', '!=', null),
        soql.any(soql.compare('InstallDate', '!=', null), soql.compare('PurchaseDate', '!=', null)),
      ),
    holds: (row) => subscriptionOf(row).length > 0,
  },
  tell: (_, rows) => ({ rows: rows.flatMap(subscriptionOf) }),
});

function subscriptionOf(row: AssetRow): readonly SubscriptionRow[] {
  const [startsOn, endsOn] = [row.InstallDate || row.PurchaseDate, row.UsageEndDate];
  if (!startsOn || !endsOn || typeof row.Price !== 'number') return [];
  const paid = row.Price * (row.Quantity ?? 1);
  return [
    {
      ...stampsOf(row),
      kind: 'subscription',
      companyId: row.AccountId ?? null,
      product: textOf(row.Name),
      startsOn,
      endsOn,
      monthly: (paid / monthsOf(startsOn, endsOn)).toFixed(2),
      currency: textOf(row.CurrencyIsoCode),
    },
  ];
}

/** Months from a day to another, both included; a year is 12. At least a day, for terms that end before they begin. */
function monthsOf(startsOn: string, endsOn: string): number {
  const [start, end] = [new Date(startsOn), new Date(endsOn)];
  end.setUTCDate(end.getUTCDate() + 1);
  const years = end.getUTCFullYear() - start.getUTCFullYear();
  const days = end.getUTCDate() - start.getUTCDate();
  const months = years * 12 + end.getUTCMonth() - start.getUTCMonth() + days / daysIn(end);
  return Math.max(months, 1 / 31);
}

function daysIn(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}
