// A report that is due, and its copies for single people, as rows of the outbox.
import { z } from 'zod';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Intent } from '#ports/outbox.ts';

export const ReportPayload = z.object({ run: z.int() });
export const CopyPayload = z.object({ run: z.int(), email: z.string() });

export function reportIntent(run: number, correlationId: CorrelationId): Intent {
  const key = `report:${run}`;
  return { kind: 'report.send', lane: key, key, urgency: 9, payload: { run }, correlationId };
}

/** What was posted, as a direct message as well. */
export function copyIntent(run: number, email: string, correlationId: CorrelationId): Intent {
  const key = `report:${run}:${email}`;
  return { kind: 'report.copy', lane: key, key, urgency: 9, payload: { run, email }, correlationId };
}
