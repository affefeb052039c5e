// What a campaign may cost and has cost, over HubSpot's API: items, and totals over them.
import type { Account } from './account.ts';
import type { BudgetItem, BudgetKind, BudgetValues } from './budgets.ts';
import { invalidRequest } from './errors.ts';
import type { Json, Route } from './exchange.ts';
import type { HubspotRecord } from './model.ts';

const BASE = '/marketing/v3/campaigns/:id';
const READ = 'marketing.campaigns.read';
const WRITE = 'marketing.campaigns.write';

export function budgetRoutes(account: Account): readonly Route[] {
  const campaign = (params: Readonly<Record<string, string>>) => account.live('campaigns', params['id'] ?? '');

  function totals(record: HubspotRecord): Json {
    const [budgetItems, spendItems] = [account.budgets.items(record, 'budget'), account.budgets.items(record, 'spend')];
    const [budgetTotal, spendTotal] = [sumOf(budgetItems), sumOf(spendItems)];
    const currencyCode = record.properties['hs_currency_code'] || 'EUR';
    return {
      budgetItems,
      spendItems,
      budgetTotal,
      spendTotal,
      remainingBudget: budgetTotal - spendTotal,
      currencyCode,
    };
  }

  return [
    {
      method: 'GET',
      path: `${BASE}/budget/totals`,
      scope: READ,
      handle: (_, params) => ({ status: 200, body: totals(campaign(params)) }),
    },
    ...itemRoutes(account, 'budget', campaign),
    ...itemRoutes(account, 'spend', campaign),
  ];
}

function itemRoutes(
  { budgets }: Account,
  kind: BudgetKind,
  campaign: (params: Readonly<Record<string, string>>) => HubspotRecord,
): readonly Route[] {
  const path = `${BASE}/${kind}`;
  return [
    {
      method: 'POST',
      path,
      scope: WRITE,
      handle: ({ body }, params) => ({ status: 200, body: budgets.add(campaign(params), kind, valuesOf(body)) }),
    },
    {
      method: 'GET',
      path: `${path}/:itemId`,
      scope: READ,
      handle: (_, params) => ({ status: 200, body: budgets.item(campaign(params), kind, params['itemId'] ?? '') }),
    },
    {
      method: 'PUT',
      path: `${path}/:itemId`,
      scope: WRITE,
      handle: ({ body }, params) => {
        const changed = budgets.change(campaign(params), kind, params['itemId'] ?? '', valuesOf(body));
        return { status: 200, body: changed };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:itemId`,
      scope: WRITE,
      handle(_, params) {
        budgets.remove(campaign(params), kind, params['itemId'] ?? '');
        return { status: 204 };
      },
    },
  ];
}

function valuesOf(body: Json): BudgetValues {
  const { name, amount, description } = body;
  if (typeof name !== 'string' || name === '') throw invalidRequest('name is required');
  if (typeof amount !== 'number' || !(amount >= 0)) throw invalidRequest('amount must be a number of at least 0');
  return { name, amount, description: typeof description === 'string' ? description : '' };
}

function sumOf(items: readonly BudgetItem[]): number {
  return items.reduce((sum, { amount }) => sum + amount, 0);
}
