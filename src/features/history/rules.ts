// What the playbook says that rows of the CRMs are worked out with.
import type { Playbook } from '#features/playbook/schema.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { HistoryRules } from './store.ts';

/** Two playbooks that say the same of it give equal rules, whatever else they say. */
export function historyRules({ organization, kpis }: Pick<Playbook, 'organization' | 'kpis'>): HistoryRules {
  const { lookback, half_life: halfLife } = kpis.attribution;
  return {
    zone: organization.timezone,
    currency: organization.currency,
    rates: new Map(Object.entries(organization.rates)),
    stages: kpis.stages,
    qualityFields: kpis.quality.fields,
    attribution: { lookbackDays: lookback / DAY_MS, halfLifeDays: halfLife / DAY_MS },
  };
}
