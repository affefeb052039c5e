// Forms and campaigns as content: how often they were seen, and how often something came of it.
import { dayOf, startOfDay } from './days.ts';
import { quotient, sum } from './truth-sales.ts';
import type { Counted } from './counted.ts';

/** Days of members in Salesforce are those of its own zone. */
const ORG_ZONE = 'Europe/Berlin';

export function contentValue(kpi: string, { past, begin, end, rules }: Counted): number | null | undefined {
  if (kpi !== 'content_conversion') return undefined;
  const falls = (day: string): boolean => {
    const start = startOfDay(day, rules.zone);
    return start >= begin && start < end;
  };
  const forms = past.contents.filter(({ day }) => falls(day));
  const members = past.touches.filter(
    ({ crm, enteredAt }) => crm === 'salesforce' && falls(dayOf(enteredAt, ORG_ZONE)),
  );
  const responses = members.filter(({ kind }) => kind === 'response').length;
  return quotient(
    sum(forms.map(({ conversions }) => conversions)) + responses,
    sum(forms.map(({ views }) => views)) + members.length,
  );
}
