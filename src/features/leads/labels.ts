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
