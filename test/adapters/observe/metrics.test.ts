import { expect, it } from 'vitest';
import { createMetrics } from '#adapters/observe/metrics.ts';

it('counts what it is told', async () => {
  const metrics = createMetrics();
  metrics.webhook('hubspot', 'stored');
  metrics.firstCard(0.25);
  metrics.claim('claimed');
  metrics.slackCall({ method: 'chat.postMessage', outcome: 'ok', ms: 40 });
  metrics.crmMeter.called({ crm: 'salesforce', kind: 'read', outcome: 'timeout', ms: 40 });
  metrics.crmMeter.used({ crm: 'salesforce', used: 18, limit: 5000 });
  const { body, contentType } = await metrics.render();
  expect(contentType).toContain('text/plain');
  for (const line of [
    'signalbox_webhooks_total{crm="hubspot",result="stored"} 1',
    'signalbox_lead_first_card_seconds_bucket{le="0.3"} 1',
    'signalbox_claims_total{outcome="claimed"} 1',
    'signalbox_slack_api_calls_seconds_count{method="chat.postMessage",outcome="ok"} 1',
    'signalbox_crm_api_calls_seconds_count{crm="salesforce",kind="read",outcome="timeout"} 1',
    'signalbox_crm_api_usage{crm="salesforce"} 18',
    'signalbox_crm_api_limit{crm="salesforce"} 5000',
    'process_cpu_seconds_total',
  ]) {
    expect(body).toContain(line);
  }
});

it('reads the queues at each scrape and leaves out what it cannot read', async () => {
  const metrics = createMetrics();
  let waiting = 3;
  metrics.watchQueue('outbox', () => Promise.resolve({ waiting }));
  metrics.watchQueue('inbox', () => Promise.reject(new Error('the database is away')));
  expect((await metrics.render()).body).toContain('signalbox_outbox_rows{state="waiting"} 3');
  waiting = 0;
  const { body } = await metrics.render();
  expect(body).toContain('signalbox_outbox_rows{state="waiting"} 0');
  expect(body).not.toContain('signalbox_inbox_rows{');
  expect(body).toMatch(/signalbox_scrape_failures_total\{figure="inbox"\} \d/u);
});
