// Remembers what each CRM last said of its quota, on the way to the metrics.
import type { CallMeter } from '#adapters/http/policy.ts';
import type { CrmName } from '#ports/crm.ts';

interface Usage {
  readonly used: number;
  readonly limit: number;
}

export interface UsageBook {
  /** Tells the given meter all that it is told. */
  readonly meter: CallMeter;
  /** Null while the CRM has not said anything. */
  of(crm: CrmName): Usage | null;
}

export function createUsageBook(meter: CallMeter): UsageBook {
  const last = new Map<CrmName, Usage>();
  return {
    meter: {
      ...meter,
      used(usage) {
        last.set(usage.crm, { used: usage.used, limit: usage.limit });
        meter.used(usage);
      },
    },
    of: (crm) => last.get(crm) ?? null,
  };
}
