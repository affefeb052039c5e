// What reading a CRM's past asks of the outbox: the progress message brought up to date.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CorrelationId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Intent } from '#ports/outbox.ts';

export const ProgressPayload = z.object({
  crm: z.enum(CRM_NAMES),
  /** Records a second right now; null: not known. */
  rate: z.number().nullable(),
});

/** One that still waits does as well. */
export function progressIntent(crm: CrmName, rate: number | null, correlationId: CorrelationId): Intent {
  const lane = `history:${crm}`;
  return {
    kind: 'history.progress',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: 9,
    payload: { crm, rate },
    correlationId,
    once: true,
  };
}
