// One person, several records: what the rules see of a lead, put together from every CRM that knows it. Pure.
import type { CrmUser, FieldValue, Fields } from '#ports/crm.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { MirroredRecord } from './store.ts';

type Owner = Pick<CrmUser, 'name' | 'email'>;

/**
 * The first CRM (in the order of CRM_NAMES) that knows a field decides it. `owner` is whoever owns the lead.
 * `age_hours` is not stored: see `withAge`.
 */
export function composeFacts(records: readonly MirroredRecord[], owner: Owner | null): Facts {
  const ordered = records.filter((record) => !record.gone).toSorted((one, other) => rank(one) - rank(other));
  const lead = firstKnown(ordered.map((record) => record.fields));
  const company = firstKnown(ordered.flatMap((record) => (record.company ? [record.company.fields] : [])));
  return {
    lead: { ...lead, name: fullName(lead), ...ownerFields(owner) },
    company: { ...company, name: company['name'] ?? lead['company'] ?? null },
    opportunity: null,
  };
}

/** Facts of an opportunity event: the opportunity with the lead that it belongs to, where one is known. */
export function opportunityFacts(record: MirroredRecord, lead: Facts | null, owner: Owner | null): Facts {
  return {
    lead: lead?.lead ?? null,
    company: lead?.company ?? record.company?.fields ?? null,
    opportunity: { ...record.fields, ...ownerFields(owner) },
  };
}

/** Lead records before contacts, then CRMs in their order. */
function rank(record: MirroredRecord): number {
  return (record.ref.object === 'lead' ? 0 : 10) + CRM_NAMES.indexOf(record.ref.crm);
}

function ownerFields(owner: Owner | null): Fields {
  return { owner: owner?.name ?? null, owner_email: owner?.email ?? null };
}

function firstKnown(sources: readonly Fields[]): Fields {
  const known: Record<string, FieldValue> = {};
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) known[name] ??= value;
  }
  return known;
}

function fullName(lead: Fields): string | null {
  const parts = [lead['first_name'], lead['last_name']].filter((part) => typeof part === 'string' && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
