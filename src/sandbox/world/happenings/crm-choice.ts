// In which CRM something shall happen: what the form offers, and what it answers.
import { z } from 'zod';
import type { HappeningField } from '../../web/protocol.ts';

export const Crm = z.enum(['hubspot', 'salesforce']);

export const crmField: HappeningField = {
  name: 'crm',
  label: 'In',
  type: 'choice',
  value: 'hubspot',
  choices: [
    { value: 'hubspot', label: 'HubSpot' },
    { value: 'salesforce', label: 'Salesforce' },
  ],
};
