// The watches of Signalbox itself, as any other watch is written down.
import type { Playbook } from '#features/playbook/schema.ts';
import type { Watch } from '../store.ts';
import { OWN_METRICS } from './own-metrics.ts';
import type { OwnMetric } from './own-metrics.ts';

const BY_CRM: ReadonlySet<OwnMetric> = new Set(['sync_lag', 'webhook_silence', 'api_budget']);

export function ownKey(metric: OwnMetric): string {
  return `own:${metric}`;
}

/** None where the playbook says `itself: false`. They speak in the ops channel. */
export function ownWatches({ channels, watching }: Pick<Playbook, 'channels' | 'watching'>): readonly Watch[] {
  if (!watching.itself) return [];
  return OWN_METRICS.map((metric) => ({
    key: ownKey(metric),
    question: metric,
    by: BY_CRM.has(metric) ? 'crm' : null,
    channel: channels.ops,
    sensitivity: 'normal',
    direction: 'up',
    threshold: null,
    assignee: null,
    createdBy: null,
  }));
}
