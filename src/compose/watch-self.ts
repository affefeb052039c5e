// The figures of what Signalbox watches of itself, for GET /metrics: the age of the last webhook, claims that come late, work
// that fails.
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { OpenDatabase } from './database.ts';

export interface SelfWatchParts {
  readonly database: Pick<OpenDatabase, 'ownFigures'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

type Figures = Awaited<ReturnType<OpenDatabase['ownFigures']>>;

/** One scrape asks for all figures at once. */
const SCRAPE_MS = 5_000;

export function watchSelf(
  metrics: Pick<Metrics, 'watchCrms' | 'watchGauge'>,
  { database, playbook, clock }: SelfWatchParts,
): void {
  let latest: { readonly at: number; readonly figures: Promise<Figures> } | null = null;
  metrics.watchCrms('signalbox_webhook_age_seconds', 'How long ago a CRM last sent a webhook.', async () => {
    const { webhooks } = await read();
    const now = clock.now();
    return new Map(
      [...webhooks].flatMap(([crm, { last }]) => (last === null ? [] : [[crm, elapsed(last, now) / 1000]])),
    );
  });
  metrics.watchGauge(
    'signalbox_leads_due',
    'Leads whose time to be claimed ended within the last 24 hours.',
    async () => (await read()).claims.now.cases,
  );
  metrics.watchGauge(
    'signalbox_leads_late',
    'Those of them that nobody had claimed by then.',
    async () => (await read()).claims.now.bad,
  );
  metrics.watchGauge(
    'signalbox_intents_failing',
    'Messages and CRM writes that were given up within the last hour, or are refused now.',
    async () => (await read()).intents.bad,
  );

  function read(): Promise<Figures> {
    const at = performance.now();
    if (latest === null || at - latest.at > SCRAPE_MS) {
      latest = { at, figures: database.ownFigures(playbook().playbook.kpis.first_touch) };
    }
    return latest.figures;
  }
}
