// The figure that tells how old the data of KPIs is.
import type { Metrics } from '#adapters/observe/metrics.ts';
import { lagOf } from '#features/history/check.ts';
import type { SyncStore } from '#features/history/store.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';

export function watchHistory(
  metrics: Pick<Metrics, 'watchCrms'>,
  { sync, crms, clock }: { readonly sync: SyncStore; readonly crms: readonly CrmName[]; readonly clock: Clock },
): void {
  metrics.watchCrms('signalbox_history_lag_seconds', 'How old the data is that KPIs are worked out from.', async () => {
    const lags = new Map<CrmName, number>();
    for (const crm of crms) {
      const lag = lagOf(await sync.states(crm), clock.now());
      if (lag !== null) lags.set(crm, lag / 1000);
    }
    return lags;
  });
}
