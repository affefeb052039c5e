import { describe, expect, it } from 'vitest';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { watchSelf } from '../../src/compose/watch-self.ts';
import { useDatabase } from '../support/database.ts';
import { aPlaybook } from '../features/playbook/builders.ts';

const noon = new Date('2026-03-10T12:00:00.000Z');
const clock = { now: () => noon };
const db = useDatabase(clock);

describe('Figures of what Signalbox watches of itself', () => {
  it('are there for each scrape, and read once for all of them', async () => {
    await db.rows(
      `INSERT INTO inbox (key, crm, object, record_id, change, type, occurred_at, received_at, due_at, correlation_id)
       VALUES ('1', 'hubspot', 'lead', '1', 'changed', 'contact.creation', $1, $1, $1, 'c')`,
      [new Date(noon.getTime() - 90_000)],
    );
    const metrics = createMetrics();
    let asked = 0;
    const ownFigures = (claimMs: number) => {
      asked += 1;
      return db.database.ownFigures(claimMs);
    };
    watchSelf(metrics, { database: { ownFigures }, playbook: () => ({ playbook: aPlaybook(), version: 1 }), clock });
    const { body } = await metrics.render();
    expect(body).toContain('signalbox_webhook_age_seconds{crm="hubspot"} 90');
    expect(body).toMatch(/^signalbox_leads_due 0$/m);
    expect(body).toMatch(/^signalbox_leads_late 0$/m);
    expect(body).toMatch(/^signalbox_intents_failing 0$/m);
    expect(asked).toBe(1);
  });
});
