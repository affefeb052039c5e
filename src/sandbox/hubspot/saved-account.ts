// The account as plain data and back, for a sandbox that goes on after a restart. What was armed to go wrong is not kept.
import type { Account } from './account.ts';
import type { Links } from './associations.ts';
import type { BudgetItem } from './budgets.ts';
import type { Grants } from './driver.ts';
import type { KeptForms } from './forms.ts';
import type { Owner } from './model.ts';
import type { Kept } from './shelves.ts';
import type { ValidationRule } from './validate.ts';
import type { PendingBatch } from './webhooks.ts';

export interface SavedHubspot {
  readonly records: Kept;
  readonly links: Links;
  readonly budgets: ReadonlyMap<string, readonly BudgetItem[]>;
  /** Undefined in what was saved before there were forms. */
  readonly forms?: KeptForms;
  readonly owners: readonly Owner[];
  readonly rules: readonly ValidationRule[];
  readonly grants: Grants;
  /** What the app has not taken yet. */
  readonly undelivered: readonly PendingBatch[];
}

/** Ids that a killed process may have handed out after it was saved: they are never handed out again. */
const IDS_LEFT_OUT = 100_000;

/** Shares its parts with the account: whoever keeps it copies it. */
export function saveAccount(account: Account, grants: Grants, undelivered: readonly PendingBatch[]): SavedHubspot {
  const { store, associations, owners, rules } = account;
  return {
    records: { ...store.kept },
    links: associations.links,
    budgets: account.budgets.kept,
    forms: account.forms.kept,
    owners,
    rules,
    grants: { ...grants },
    undelivered,
  };
}

/** Puts everything but the undelivered in the place of what is there. Tells nobody. */
export function restoreAccount(account: Account, grants: Grants, saved: SavedHubspot): void {
  const { kept } = account.store;
  for (const [object, own] of kept.shelves) refill(own, saved.records.shelves.get(object) ?? new Map());
  refill(kept.forwards, saved.records.forwards);
  kept.lastId = saved.records.lastId + IDS_LEFT_OUT;
  refill(account.associations.links, saved.links);
  refill(account.budgets.kept, saved.budgets);
  const { forms } = account;
  refill(forms.kept.forms, saved.forms?.forms ?? new Map());
  refill(forms.kept.submissions, saved.forms?.submissions ?? new Map());
  refill(forms.kept.days, saved.forms?.days ?? new Map());
  account.owners.splice(0, account.owners.length, ...saved.owners);
  account.rules.splice(0, account.rules.length, ...saved.rules);
  grants.tokenValid = saved.grants.tokenValid;
  grants.missingScopes.clear();
  for (const scope of saved.grants.missingScopes) grants.missingScopes.add(scope);
  account.store.forget();
  account.index.rebuild();
}

function refill<Key, Value>(there: Map<Key, Value>, saved: ReadonlyMap<Key, Value>): void {
  there.clear();
  for (const [key, value] of saved) there.set(key, value);
}
