// How good the records of people are: as they are now, of those that were there at the end of the days.
import { share } from './truth-funnel.ts';
import type { TruePerson } from './truth-people.ts';
import { quotient } from './truth-sales.ts';
import type { Counted } from './counted.ts';

const DAY = 86_400_000;
const FIELDS = 6;

export function qualityValue(kpi: string, counted: Counted): number | null | undefined {
  const { people, end, rules } = counted;
  const there = people.filter(({ createdAt }) => createdAt < end);
  const complete = quotient(
    there.reduce((sum, { filled }) => sum + filled, 0),
    there.length * FIELDS,
  );
  const fresh = share(there, ({ modifiedAt }) => modifiedAt >= end - rules.freshDays * DAY);
  const duplicates = duplicateRate(counted);
  // Everything that Acme was told can be right.
  const valid = there.length === 0 ? null : 1;
  switch (kpi) {
    case 'contacts':
      return there.length;
    case 'marketable_contacts':
      return share(there, isMarketable);
    case 'completeness':
      return complete;
    case 'validity':
      return valid;
    case 'freshness':
      return fresh;
    case 'duplicate_rate':
      return duplicates;
    case 'data_integrity_score': {
      if (complete === null || valid === null || duplicates === null || fresh === null) return null;
      return 100 * (0.4 * complete + 0.2 * valid + 0.2 * (1 - duplicates) + 0.2 * fresh);
    }
    default:
      return undefined;
  }
}

/** Salesforce does not say whether somebody may be written to: whoever it alone knows may. */
function isMarketable({ person }: TruePerson): boolean {
  return (person.marketable || !person.hubspot) && !person.optedOut && !person.bounced;
}

/** Nobody is twice in HubSpot; in Salesforce those are whom somebody typed in again. Converted leads are contacts. */
function duplicateRate({ people, past, end }: Counted): number | null {
  const contacts = new Map(
    past.deals
      .toReversed()
      .flatMap(({ person, crm, createdAt }) => (crm === 'salesforce' ? [[person, createdAt]] : [])),
  );
  const was = (at: number): number => (at < end ? 1 : 0);
  let [records, excess] = [0, 0];
  for (const { person } of people) {
    const left = person.double?.mergedAt === null ? was(person.double.at) : 0;
    records += (person.hubspot ? was(person.createdAt) : 0) + left;
    if (person.salesforce) records += was(contacts.get(person) ?? person.salesforceAt);
    excess += left;
  }
  return quotient(excess, records);
}
