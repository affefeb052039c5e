// Whether a CRM has stopped to tell of changes: nothing came for longer than its rhythm allows, while polling found changes
// that no webhook had told of. A quiet hour, in which nothing changes at all, is none.
import { elapsed, MINUTE_MS, spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { WebhookMemory } from './memory.ts';
import type { Reading } from './reading.ts';
import { isRare, rareSilence, surprise } from './rhythm.ts';

/** However busy the webhooks are, a shorter silence says nothing. */
const LEAST_MS = 30 * MINUTE_MS;
/** Changes that polling found: one may have been faster than its webhook. */
const UNTOLD = 3;

export interface SilenceSeen {
  readonly crm: CrmName;
  readonly webhooks: WebhookMemory;
  /** Changes that polling found since the last webhook. */
  readonly polled: number;
  /** Of the week. */
  readonly time: number;
  readonly awake: Date;
  readonly now: Date;
}

/** Null: it never sent any, or too little is known of its rhythm. */
export function readSilence({ crm, webhooks, polled, time, awake, now }: SilenceSeen): Reading | null {
  const { last, rhythm } = webhooks;
  const rareMs = rareSilence(rhythm, time);
  if (last === null || rareMs === null) return null;
  const since = last > awake ? last : awake;
  const silentMs = Math.max(0, elapsed(since, now));
  const surprised = surprise(rhythm, time, silentMs);
  const limit = Math.max(LEAST_MS, rareMs);
  const isLong = isRare(surprised) && silentMs >= LEAST_MS;
  const name = CRM_LABELS[crm];
  return {
    metric: 'webhook_silence',
    series: crm,
    value: silentMs / MINUTE_MS,
    numerator: null,
    denominator: null,
    expected: null,
    high: limit / MINUTE_MS,
    probability: Math.exp(-surprised),
    is: isLong ? (polled >= UNTOLD ? 'trouble' : 'between') : 'calm',
    since,
    fault: `${name} has sent no webhook for ${spanText(silentMs)}, where ${spanText(limit)} is the longest that is usual at this time of the week, and polling found ${polled} changes meanwhile. Nothing is lost, but changes come a minute later: look at the webhooks of ${name}, at PUBLIC_URL and at the way to it.`,
  };
}
