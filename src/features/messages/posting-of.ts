// How what an intent says is found again after an unclear answer.
import type { HeldIntent } from '#ports/outbox.ts';
import type { Posting } from '#ports/messenger.ts';

/** @param key of the message; left out: that of the intent. */
export function postingOf(
  intent: Pick<HeldIntent, 'key' | 'attempt' | 'createdAt'>,
  key = intent.key,
): Pick<Posting, 'key' | 'repeat'> & { readonly since: Date } {
  return { key, repeat: intent.attempt > 1, since: intent.createdAt };
}
