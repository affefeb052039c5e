// Words for people where our own are for machines.
import type { CrmName } from '#ports/crm.ts';
import type { LeadState } from './lead.ts';

export const CRM_LABELS: Readonly<Record<CrmName, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

export const STATE_LABELS: Readonly<Record<LeadState, string>> = {
  open: 'Open',
  offered: 'Offered',
  claimed: 'Claimed',
  released: 'Released',
  disqualified: 'Not a fit',
  converted: 'Converted',
  gone: 'Gone',
};

/**
 * How a value from a CRM's own list reads: `PAID_SEARCH` as `Paid search`. Anything that is not in capitals throughout,
 * and short capitals such as `PPC` or `SAP`, is left as it is.
 */
export function listValueLabel(value: string): string {
  if (!/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(value) || (value.length < 5 && !value.includes('_'))) return value;
  const words = value.toLowerCase().replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
