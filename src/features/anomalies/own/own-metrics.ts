// What Signalbox watches of itself, and what that is called.
import type { Unit } from '#features/metrics/metric.ts';

export const OWN_METRICS = ['sync_lag', 'webhook_silence', 'claim_sla', 'error_rate', 'api_budget'] as const;
export type OwnMetric = (typeof OWN_METRICS)[number];

export interface OwnLabel {
  readonly label: string;
  readonly unit: Unit;
  readonly description: string;
  readonly upIsGood: false;
}

const LABELS: Readonly<Record<OwnMetric, Omit<OwnLabel, 'upIsGood'>>> = {
  sync_lag: {
    label: 'Age of a CRM’s data',
    unit: 'minutes',
    description: 'How long ago everything in the CRM was last read.',
  },
  webhook_silence: {
    label: 'Silence of webhooks',
    unit: 'minutes',
    description: 'How long ago the CRM last told of a change by itself.',
  },
  claim_sla: {
    label: 'Leads not claimed in time',
    unit: 'percent',
    description: 'Share of the leads whose time to be claimed ended within a day, and that nobody had claimed by then.',
  },
  error_rate: {
    label: 'Messages and writes that fail',
    unit: 'percent',
    description: 'Share of an hour’s messages and CRM writes that were given up or are refused.',
  },
  api_budget: {
    label: 'API calls by the end of the day',
    unit: 'percent',
    description:
      'Share of the day’s API calls of a CRM that will have been used, if it goes on as in the last two hours.',
  },
};

export function isOwnMetric(metric: string): metric is OwnMetric {
  return (OWN_METRICS as readonly string[]).includes(metric);
}

/** @throws RangeError for what is no such metric. */
export function ownLabel(metric: string): OwnLabel {
  if (!isOwnMetric(metric)) throw new RangeError(`${metric} is nothing that Signalbox watches of itself`);
  return { ...LABELS[metric], upIsGood: false };
}
