// Counts, and sums of amounts, as Salesforce works them out itself.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import type { HistoryTotals } from '#ports/crm-history.ts';
import * as soql from '../soql.ts';
import type { HistoryView } from './source.ts';
import type { RecordKind } from './sources.ts';
import { sourcesOf } from './sources.ts';

const Total = z.object({ total: z.number(), worth: z.number().nullish() });

/** See `CrmHistory.totals`. Throws Fault. */
export async function totalsOf(view: HistoryView, kind: RecordKind): Promise<HistoryTotals> {
  const sources = await sourcesOf(view, kind);
  const sums = kind === 'deal' && (await hasOneCurrency(view)) ? { worth: 'Amount' } : {};
  const totals = await Promise.all(
    sources.map(async (source) => {
      const { where, withDeleted } = await source.counted(view);
      const query = soql.aggregate({ from: source.sobject, sums, ...(where === undefined ? {} : { where }) });
      return view.client.query(query, Total, { kind: 'history', urgency: 'scan', withDeleted });
    }),
  );
  const worth = totals[0]?.[0]?.worth ?? 0;
  return {
    count: totals.flat().reduce((count, { total }) => count + total, 0),
    amounts: 'worth' in sums ? { '': decimalOf(worth) ?? '0.00' } : null,
  };
}

/** Of several currencies Salesforce answers sums in the org's own, at its own rates, however they are grouped. */
async function hasOneCurrency({ metadata }: HistoryView): Promise<boolean> {
  const fields = await metadata.describe('Opportunity');
  return fields.has('Amount') && !fields.has('CurrencyIsoCode');
}
