// What the doctor says of the past that KPIs are worked out from: whether it is whole, and how fresh it is.
import { elapsed, MINUTE_MS, spanText } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Check, Finding } from '#features/operations/check.ts';
import { amountRead, KIND_LABELS } from './progress-view.ts';
import type { SyncState, SyncStore } from './store.ts';

export interface HistoryCheckDeps {
  readonly sync: Pick<SyncStore, 'fill' | 'states'>;
  readonly crms: readonly CrmName[];
  readonly clock: Clock;
}

/** It is looked at each minute. */
const STALE_MS = 15 * MINUTE_MS;

export function historyCheck(deps: HistoryCheckDeps): Check {
  return { title: 'Data of KPIs', look: () => look(deps) };
}

async function look({ sync, crms, clock }: HistoryCheckDeps): Promise<Finding> {
  const now = clock.now();
  const says: string[] = [];
  const details: string[] = [];
  const kinds = { trouble: false, notice: false };
  for (const crm of crms) {
    const fill = await sync.fill(crm);
    const states = await sync.states(crm);
    const label = CRM_LABELS[crm];
    const lag = lagOf(states, now);
    for (const { kind, trouble } of states) {
      if (trouble !== null) details.push(`${label}, ${KIND_LABELS[kind]}: ${trouble}`);
    }
    const open = states.filter(({ phase }) => phase === 'fill');
    if (fill === null) says.push(`${label} is not read yet`);
    else if (fill.pausedAt !== null) says.push(`${label} is paused for ${spanText(elapsed(fill.pausedAt, now))}`);
    else if (open.length > 0) {
      const [first] = open;
      says.push(`${label} is being read${first ? ` (${KIND_LABELS[first.kind]}: ${amountRead(first)})` : ''}`);
    } else says.push(`${label} as of ${spanText(lag ?? 0)} ago`);
    kinds.notice ||= fill === null || fill.pausedAt !== null || open.length > 0;
    kinds.trouble ||= (lag ?? 0) > STALE_MS && fill?.pausedAt === null;
  }
  const words = says.join('; ');
  if (kinds.trouble || details.length > 0) {
    const mend =
      'It is tried again each minute. A missing scope: docs/connecting.md. npm run sync -- status says more.';
    return { kind: kinds.trouble ? 'trouble' : 'notice', says: words, mend, details };
  }
  if (kinds.notice) return { kind: 'notice', says: words, mend: 'npm run sync -- status says how far it has come.' };
  return { kind: 'fine', says: words };
}

/** How old the oldest kind is that was read whole, in milliseconds; null where none was. */
export function lagOf(states: readonly SyncState[], now: Date): number | null {
  const lags = states.flatMap(({ freshAt }) => (freshAt === null ? [] : [Math.max(0, elapsed(freshAt, now))]));
  return lags.length === 0 ? null : Math.max(...lags);
}
