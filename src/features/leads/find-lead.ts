// The lead that somebody means by a name, company, e-mail address or id.
import { LeadId } from '#kernel/ids.ts';
import type { Lead } from './lead.ts';
import type { LeadStore } from './store.ts';

export type FoundLead =
  | { readonly kind: 'found'; readonly lead: Lead }
  | { readonly kind: 'several'; readonly leads: readonly Lead[] }
  | { readonly kind: 'none' };

/** Leads shown when a name fits several. */
const MOST = 6;

export async function findLead(leads: LeadStore, query: string): Promise<FoundLead> {
  const id = await idFrom(leads, query.trim().toLowerCase());
  const lead = id && (await leads.get(id));
  if (lead) return { kind: 'found', lead };
  const found = await leads.list({ text: query, limit: MOST });
  const [only, second] = found;
  if (!only) return { kind: 'none' };
  return second ? { kind: 'several', leads: found } : { kind: 'found', lead: only };
}

async function idFrom(leads: LeadStore, text: string): Promise<LeadId | null> {
  const whole = LeadId.safeParse(text);
  if (whole.success) return whole.data;
  return /^[0-9a-f]{8}$/u.test(text) ? leads.idByPrefix(text) : null;
}
