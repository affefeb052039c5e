// Tells ops of what was given up: one message a kind of trouble and day, however many letters have it.
import { newCorrelationId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import { opsIntent } from '#features/messages/intents.ts';
import type { LetterStore } from './store.ts';
import { countOf, troublesOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';

export interface TellDeps {
  readonly transact: Transact<{ readonly letters: LetterStore; readonly outbox: OutboxWriter }>;
  readonly clock: Clock;
}

/** Letters that one look takes in; the count in a message ends there. */
const MOST = 500;

/** Repeatable: a trouble that ops were told of today is not put again. */
export function tellTrouble({ transact, clock }: TellDeps): Promise<void> {
  return transact(async (tx) => {
    const at = clock.now();
    const letters = await tx.letters.list({ since: after(at, -DAY_MS), limit: MOST });
    const cause = { at, correlationId: newCorrelationId() };
    for (const trouble of troublesOf(letters).filter(isNews)) {
      const day = trouble.letters[0].deadAt.toISOString().slice(0, 10);
      await tx.outbox.put(opsIntent(`dead:${trouble.key}:${day}`, { text: textOf(trouble), hold: null }, cause));
    }
  });
}

/** A card that no channel takes was told of by its own handler, and of a lost message to ops nobody can be told there. */
function isNews({ kind, letters: [newest] }: Trouble): boolean {
  return kind !== 'ops.message' && !(kind === 'lead.card' && newest.fault === null);
}

function textOf({ kind, because, letters }: Trouble): string {
  const [{ queue, id }] = letters;
  const given = queue === 'inbox' ? 'could not be read' : 'could not be done';
  const what = queue === 'job' ? `The job ${kind} fails` : `${countOf(kind, letters.length)} ${given}`;
  const again =
    letters.length === 1 || queue === 'job' ? `npm run jobs -- retry ${id}` : `npm run jobs -- retry --kind ${kind}`;
  return `${what}: ${because}\n/signalbox doctor shows more. When the cause is mended, ${again} tries again.`;
}
