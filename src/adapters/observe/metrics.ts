// The figures for GET /metrics. Counts what it is told; a figure that cannot be read is left out, never shown as 0.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Breaker, BreakerState } from '#adapters/breaker/breaker.ts';
import type { CallMeter } from '#adapters/http/policy.ts';
import type { CrmName } from '#ports/crm.ts';

export type WebhookResult = 'stored' | 'unauthorized' | 'malformed' | 'too_large' | 'unavailable';

interface SlackCall {
  readonly method: string;
  /** `ok` or the fault's code. */
  readonly outcome: string;
  readonly ms: number;
}

export interface Metrics {
  webhook(crm: CrmName, result: WebhookResult): void;
  /** Seconds from the webhook or poll that told of a lead to its first card. */
  firstCard(seconds: number): void;
  claim(outcome: string): void;
  slackCall(call: SlackCall): void;
  readonly crmMeter: CallMeter;
  /** Fills `signalbox_<queue>_rows{state}` at each scrape, for example from `{ waiting: 3, dead: 0 }`. */
  watchQueue(queue: 'inbox' | 'outbox', read: () => Promise<Readonly<Record<string, number>>>): void;
  /** One figure that is read at each scrape; left out while it is null. */
  watchGauge(name: string, help: string, read: () => Promise<number | null>): void;
  /** One figure a CRM that is read at each scrape; left out where there is none. */
  watchCrms(name: string, help: string, read: () => Promise<ReadonlyMap<CrmName, number>>): void;
  /** Fills `signalbox_dependency_state{dependency,state}` at each scrape: 1 for the state that it is in. */
  watchBreakers(breakers: ReadonlyMap<string, Breaker>): void;
  /** Fills `signalbox_<name>` at each scrape: 1 while it is on. */
  watchSwitch(name: 'paused' | 'dry_run', help: string, read: () => Promise<boolean>): void;
  /** Prometheus' text format. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half_open', 'open'];
const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CARD_SECONDS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 15, 60, 300];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });

  const webhooks = new Counter({
    name: 'signalbox_webhooks_total',
    help: 'Webhook requests from a CRM.',
    labelNames: ['crm', 'result'],
    registers,
  });
  const firstCard = new Histogram({
    name: 'signalbox_lead_first_card_seconds',
    help: 'From the first word of a lead to its card in Slack.',
    buckets: CARD_SECONDS,
    registers,
  });
  const claims = new Counter({
    name: 'signalbox_claims_total',
    help: 'Claims by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const slackCalls = new Histogram({
    name: 'signalbox_slack_api_calls_seconds',
    help: 'Calls to the Slack Web API; _count counts them.',
    labelNames: ['method', 'outcome'],
    buckets: CALL_SECONDS,
    registers,
  });
  const crmCalls = new Histogram({
    name: 'signalbox_crm_api_calls_seconds',
    help: 'Calls to a CRM; _count counts them.',
    labelNames: ['crm', 'kind', 'outcome'],
    buckets: CALL_SECONDS,
    registers,
  });
  const usage = new Gauge({
    name: 'signalbox_crm_api_usage',
    help: 'Calls used of the account’s longest quota.',
    labelNames: ['crm'],
    registers,
  });
  const limit = new Gauge({
    name: 'signalbox_crm_api_limit',
    help: 'Size of the account’s longest quota.',
    labelNames: ['crm'],
    registers,
  });
  const unread = new Counter({
    name: 'signalbox_scrape_failures_total',
    help: 'Figures that could not be read for a scrape.',
    labelNames: ['figure'],
    registers,
  });

  return {
    webhook: (crm, result) => webhooks.inc({ crm, result }),
    firstCard: (seconds) => firstCard.observe(seconds),
    claim: (outcome) => claims.inc({ outcome }),
    slackCall: ({ method, outcome, ms }) => slackCalls.observe({ method, outcome }, ms / 1000),
    crmMeter: {
      called: ({ crm, kind, outcome, ms }) => crmCalls.observe({ crm, kind, outcome }, ms / 1000),
      used: ({ crm, used, limit: size }) => {
        usage.set({ crm }, used);
        limit.set({ crm }, size);
      },
    },
    watchQueue(queue, read) {
      const rows = new Gauge({
        name: `signalbox_${queue}_rows`,
        help: `Rows of the ${queue} by state.`,
        labelNames: ['state'],
        registers,
        async collect() {
          // A scrape must not fail as a whole because one figure cannot be read; the failure is a figure itself.
          const states = await read().catch(() => {
            unread.inc({ figure: queue });
            return {};
          });
          rows.reset();
          for (const [state, count] of Object.entries(states)) rows.set({ state }, count);
        },
      });
    },
    watchGauge(name, help, read) {
      const gauge = new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = await read().catch(() => {
            unread.inc({ figure: name });
            return null;
          });
          if (value === null) gauge.remove();
          else gauge.set(value);
        },
      });
    },
    watchCrms(name, help, read) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: ['crm'],
        registers,
        async collect() {
          const values = await read().catch(() => {
            unread.inc({ figure: name });
            return new Map<CrmName, number>();
          });
          gauge.reset();
          for (const [crm, value] of values) gauge.set({ crm }, value);
        },
      });
    },
    watchBreakers(breakers) {
      const states = new Gauge({
        name: 'signalbox_dependency_state',
        help: 'Circuit breakers: closed is asked, open is left alone because it does not answer, half_open is being tried.',
        labelNames: ['dependency', 'state'],
        registers,
        collect() {
          for (const [dependency, breaker] of breakers) {
            const now = breaker.status().state;
            for (const state of BREAKER_STATES) states.set({ dependency, state }, state === now ? 1 : 0);
          }
        },
      });
    },
    watchSwitch(name, help, read) {
      const on = new Gauge({
        name: `signalbox_${name}`,
        help,
        registers,
        async collect() {
          on.remove();
          await read().then(
            (value) => on.set(value ? 1 : 0),
            () => unread.inc({ figure: name }),
          );
        },
      });
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
