// What rules look at: the lead, its company and, for opportunity events, the opportunity.
import type { Fields } from '#ports/crm.ts';

export interface Facts {
  readonly lead: Fields | null;
  readonly company: Fields | null;
  readonly opportunity: Fields | null;
}
