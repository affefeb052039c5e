// What a campaign may cost and has cost, item by item. The sums are properties of the campaign, which HubSpot works out.
import { randomUUID } from 'node:crypto';
import { notFound } from './errors.ts';
import type { HubspotRecord } from './model.ts';
import type { Store } from './store.ts';

export type BudgetKind = 'budget' | 'spend';

export interface BudgetItem {
  readonly id: string;
  readonly name: string;
  readonly amount: number;
  readonly description: string;
  /** The oldest is 0. */
  readonly order: number;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type BudgetValues = Pick<BudgetItem, 'name' | 'amount' | 'description'>;

export interface Budgets {
  /** By campaign and kind, `budget <campaign's id>`: plain data, for whoever keeps the account. */
  readonly kept: Map<string, readonly BudgetItem[]>;
  items(campaign: HubspotRecord, kind: BudgetKind): readonly BudgetItem[];
  /** The item; throws 404 for one that the campaign lacks. */
  item(campaign: HubspotRecord, kind: BudgetKind, id: string): BudgetItem;
  add(campaign: HubspotRecord, kind: BudgetKind, values: BudgetValues): BudgetItem;
  change(campaign: HubspotRecord, kind: BudgetKind, id: string, values: Partial<BudgetValues>): BudgetItem;
  remove(campaign: HubspotRecord, kind: BudgetKind, id: string): void;
}

export function budgetsOf(store: Store, clock: { now(): Date }): Budgets {
  const kept = new Map<string, readonly BudgetItem[]>();

  function items({ id }: HubspotRecord, kind: BudgetKind): readonly BudgetItem[] {
    return kept.get(`${kind} ${id}`) ?? plantedItems(id, kind);
  }

  /** A campaign that was planted with a sum has it in one item. */
  function plantedItems(id: string, kind: BudgetKind): readonly BudgetItem[] {
    const campaign = store.planted('campaigns').get(id);
    const amount = Number(campaign?.properties[`hs_${kind}_items_sum_amount`] ?? 0);
    if (campaign === undefined || !(amount > 0)) return [];
    const at = campaign.createdAt;
    const name = kind === 'budget' ? 'Budget' : 'Spend';
    return [{ id: `${kind}-${id}`, name, amount, description: '', order: 0, createdAt: at, updatedAt: at }];
  }

  function put(campaign: HubspotRecord, kind: BudgetKind, next: readonly BudgetItem[]): void {
    kept.set(`${kind} ${campaign.id}`, next);
    const sum = next.reduce((total, { amount }) => total + amount, 0);
    const current = store.find('campaigns', campaign.id) ?? campaign;
    store.update(current, { [`hs_${kind}_items_sum_amount`]: String(sum) }, 'CALCULATED');
  }

  function item(campaign: HubspotRecord, kind: BudgetKind, id: string): BudgetItem {
    const found = items(campaign, kind).find((each) => each.id === id);
    if (found === undefined) throw notFound();
    return found;
  }

  return {
    kept,
    items,
    item,
    add(campaign, kind, values) {
      const before = items(campaign, kind);
      const at = clock.now().getTime();
      const order = (before.at(-1)?.order ?? -1) + 1;
      const added = { ...values, id: randomUUID(), order, createdAt: at, updatedAt: at };
      put(campaign, kind, [...before, added]);
      return added;
    },
    change(campaign, kind, id, values) {
      const changed = { ...item(campaign, kind, id), ...values, updatedAt: clock.now().getTime() };
      const next = items(campaign, kind).map((each) => (each.id === id ? changed : each));
      put(campaign, kind, next);
      return changed;
    },
    remove(campaign, kind, id) {
      item(campaign, kind, id);
      put(
        campaign,
        kind,
        items(campaign, kind).filter((each) => each.id !== id),
      );
    },
  };
}
