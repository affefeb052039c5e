// What GET /readyz and the metrics say beside the dependencies: whether ops paused, and whether the app runs dry.
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import type { StatusNotes } from '#adapters/server/readiness.ts';

export interface StatusParts {
  readonly stores: Pick<Stores, 'pauses'>;
  readonly metrics: Pick<Metrics, 'watchSwitch'>;
  readonly dryRun: boolean;
}

export function createStatus({ stores, metrics, dryRun }: StatusParts): StatusNotes {
  const { pauses } = stores;
  metrics.watchSwitch(
    'paused',
    'Ops hold back what is written or announced.',
    async () => (await pauses.current()) !== null,
  );
  metrics.watchSwitch('dry_run', 'Nothing is written or announced, because of DRY_RUN.', async () => dryRun);
  return async () => {
    const pause = await pauses.current();
    return {
      ...(pause && {
        paused: { since: pause.at.toISOString(), reason: pause.reason, waiting: await pauses.waiting() },
      }),
      ...(dryRun && { dry_run: true }),
    };
  };
}
