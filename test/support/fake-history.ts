// A CRM's past with nothing in it, for those who need a CRM and not its history.
import type { CrmHistory } from '#ports/crm-history.ts';

export const NO_PAST: CrmHistory = {
  kinds: async () => [],
  totals: async () => ({ count: 0, amounts: null }),
  list: async () => ({ rows: [], records: [], next: null }),
  changes: async (_, next) => ({ rows: [], gone: [], merged: [], next, caughtUp: true }),
  read: async () => [],
  labels: async () => new Map(),
};
