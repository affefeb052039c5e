// Lets an armed fault befall a request.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallFault } from '../faults.ts';
import { sendJson, sendText } from './request.ts';

/** What is left to do: nothing, the work as usual, or the work without its answer. */
export type Remaining = 'nothing' | 'work' | 'work_unanswered';

export async function suffer(response: ServerResponse, fault: CallFault | undefined): Promise<Remaining> {
  switch (fault?.kind) {
    case undefined:
      return 'work';
    case 'drop_after_commit':
      return 'work_unanswered';
    case 'slow':
      await pause(fault?.delayMs ?? 1_000, undefined, { ref: false });
      return 'work';
    case 'reset':
      response.destroy();
      return 'nothing';
    case 'hang':
      return 'nothing';
    case 'status':
      sendText(response, fault?.status ?? 500, 'sandbox fault');
      return 'nothing';
    case 'rate_limited':
      sendJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault?.retryAfter ?? 1) });
      return 'nothing';
    case 'error':
      sendJson(response, 200, { ok: false, error: fault?.error ?? 'internal_error' });
      return 'nothing';
  }
  return 'work';
}
