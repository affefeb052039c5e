// What the audit log records of costs that people enter.
import { audited } from './audited.ts';

const COST = 'amount, currency, from, to, department, channel, source, campaign, note';

export const AUDITED_OF_COSTS = {
  'cost.entered': audited('cost', '', COST, 'ops enter a cost that no CRM knows'),
  'cost.removed': audited('cost', COST, '', 'ops take one out again'),
} as const;
