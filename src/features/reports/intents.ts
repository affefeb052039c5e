// A report that is due, as a row of the outbox.
import { z } from 'zod';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Intent } from '#ports/outbox.ts';

export const ReportPayload = z.object({ run: z.int() });

export function reportIntent(run: number, correlationId: CorrelationId): Intent {
  const key = `report:${run}`;
  return { kind: 'report.send', lane: key, key, urgency: 9, payload: { run }, correlationId };
}
