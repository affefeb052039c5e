import { describe, expect, it } from 'vitest';
import { listValueLabel } from '#features/leads/labels.ts';

describe('A value from a CRM list', () => {
  it.each([
    { value: 'PAID_SEARCH', reads: 'Paid search' },
    { value: 'LOGISTICS_AND_SUPPLY_CHAIN', reads: 'Logistics and supply chain' },
    { value: 'REFERRALS', reads: 'Referrals' },
    { value: 'PPC', reads: 'PPC' },
    { value: 'Trade Show', reads: 'Trade Show' },
    { value: 'warehouse automation', reads: 'warehouse automation' },
    { value: 'W3C_', reads: 'W3C_' },
    { value: '', reads: '' },
  ])('$value reads "$reads"', ({ value, reads }) => {
    expect(listValueLabel(value)).toBe(reads);
  });
});
