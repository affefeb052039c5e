// Whether a CRM took a campaign as it was written. Pure; both adapters read back and compare here.
import type { CrmCampaignFields } from '#ports/crm-campaigns.ts';
import { decimalOf } from './amounts.ts';

const COMPARED: readonly (keyof CrmCampaignFields)[] = [
  'name',
  'state',
  'type',
  'startsOn',
  'endsOn',
  'budget',
  'currency',
  'ownerId',
  'audience',
  'goals',
  'utm',
];

/** Fields that were written and read otherwise. What the CRM has no place for (`undefined`) is no difference. */
export function differencesOf(written: Partial<CrmCampaignFields>, read: CrmCampaignFields): readonly string[] {
  return COMPARED.filter((field) => {
    if (written[field] === undefined || read[field] === undefined) return false;
    return canonical(field, written[field]) !== canonical(field, read[field]);
  });
}

/** Nothing, empty and no money are the same; ids of Salesforce come in 15 or 18 characters. */
function canonical(field: keyof CrmCampaignFields, value: string | null): string {
  const text = (value ?? '').trim().replaceAll('\r\n', '\n');
  if (field === 'budget') return decimalOf(text) ?? '0.00';
  return field === 'ownerId' && /^005\w{12,15}$/.test(text) ? text.slice(0, 15) : text;
}
