// What a campaign may cost, in HubSpot: the sum over budget items, which is what people approve. One item is ours (or the
// only one there is) and takes up the difference; items of others are never changed beside it.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import type { CrmCall } from '#adapters/http/policy.ts';
import { CAMPAIGNS } from './campaign-list.ts';
import type { HubspotApi, HubspotRequest } from './client.ts';

const BudgetItem = z.object({
  id: z.coerce.string(),
  name: z.string(),
  amount: z.number(),
  description: z.string().nullish(),
  order: z.number().default(0),
});
type BudgetItem = z.infer<typeof BudgetItem>;

const Totals = z.object({ budgetItems: z.array(BudgetItem).default([]) });

const OURS = 'Approved budget';

export type BudgetOutcome = { readonly kind: 'set' } | { readonly kind: 'refused'; readonly message: string };

/** Makes the items add up to this amount. Looks first, so that a repeat changes nothing. Throws Fault. */
export async function setBudget(api: HubspotApi, campaign: string, budget: string | null): Promise<BudgetOutcome> {
  const path = `${CAMPAIGNS}/${encodeURIComponent(campaign)}/budget`;
  const read: CrmCall = { kind: 'campaign_budget', effect: 'read', urgency: 'normal' };
  const { budgetItems } = await api.get(read, Totals, `${path}/totals`);
  const wanted = cents(budget);
  if (sumOf(budgetItems) === wanted) return { kind: 'set' };
  const own = budgetItems.length === 1 ? budgetItems[0] : budgetItems.find(({ name }) => name === OURS);
  const others = sumOf(budgetItems.filter((item) => item !== own));
  if (others > wanted) {
    const message = `The campaign's other budget items in HubSpot add up to ${decimalOf(others / 100)}, more than ${decimalOf(wanted / 100)}. Change them there.`;
    return { kind: 'refused', message };
  }
  const rest = wanted - others;
  if (own === undefined) await write(api, 'once', { method: 'POST', path, body: itemOf(OURS, rest) });
  else if (rest === 0) await write(api, 'idempotent', { method: 'DELETE', path: `${path}/${own.id}` });
  else await write(api, 'idempotent', { method: 'PUT', path: `${path}/${own.id}`, body: changed(own, rest) });
  return { kind: 'set' };
}

function write(api: HubspotApi, effect: CrmCall['effect'], request: HubspotRequest): Promise<unknown> {
  return api.send({ kind: 'campaign_budget', effect, urgency: 'normal' }, z.unknown(), request);
}

function itemOf(name: string, amountInCents: number) {
  return { name, amount: amountInCents / 100, description: 'Kept by Signalbox as it was approved', order: 0 };
}

function changed({ name, description, order }: BudgetItem, amountInCents: number) {
  return { name, amount: amountInCents / 100, description: description ?? '', order };
}

/** Whole cents, so that sums are exact. */
function cents(amount: string | number | null): number {
  return Math.round(Number(amount ?? 0) * 100);
}

function sumOf(items: readonly BudgetItem[]): number {
  return items.reduce((sum, { amount }) => sum + cents(amount), 0);
}
