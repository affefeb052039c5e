// What the cards of leads say about writes that wait for a CRM.
import { z } from 'zod';
import { CRM_NAMES } from '#ports/crm.ts';
import type { DelayStore } from '#features/leads/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({ crm: z.enum(CRM_NAMES), because: z.enum(['down', 'budget']), since: z.date() });

export function createDelayStore(db: Queries): DelayStore {
  return {
    async of(leadId) {
      const rows = await db.leadDelay.findMany({ where: { leadId }, orderBy: { crm: 'asc' } });
      return rows.map((row) => Row.parse(row));
    },
    async begin(leadId, crm, because, now) {
      const begun = await db.$executeRaw`
        INSERT INTO lead_delay (lead_id, crm, because, since) VALUES (${leadId}::uuid, ${crm}, ${because}, ${now})
        ON CONFLICT (lead_id, crm) DO NOTHING`;
      return begun === 1;
    },
    async end(leadId, crm) {
      const ended = await db.$executeRaw`DELETE FROM lead_delay WHERE lead_id = ${leadId}::uuid AND crm = ${crm}`;
      return ended === 1;
    },
  };
}
