// A click is acknowledged when it is committed, and within Slack's three seconds whatever the database does. Slack shows
// nothing of an acknowledgement, so a click that is committed later counts too: the person is told what became of it.
import type { Reply } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import type { Transact } from '#ports/transact.ts';
import { sayingSo } from './answer-in-time.ts';

export interface PendingClick {
  readonly ack: () => Promise<void>;
  /** Answers to the click's `response_url`. */
  readonly respond: (reply: Reply) => Promise<unknown>;
}

/** Leaves a second of Slack's three for the way back. */
const ACK_WITHIN_MS = 2000;
/** Who sees nothing for so long clicks again. */
const SAY_SO_AFTER_MS = 4000;
/** By then nobody waits for the click any more. */
const GIVE_UP_AFTER_MS = 30_000;

export const STILL_AT_IT = 'The database is slow. What becomes of your click is told here.';

/** `withinTime`, and the ack, which is sent in any case. */
export async function commitThenAck<Tx, T>(
  { ack, respond }: PendingClick,
  transact: Transact<Tx>,
  work: (transact: Transact<Tx>) => Promise<T>,
): Promise<T> {
  let acked: Promise<void> | null = null;
  const ackOnce = (): Promise<void> => (acked ??= ack());
  // What is wrong with the ack shows at the end; here nobody waits for it.
  const early = setTimeout(() => void ackOnce().catch(() => undefined), ACK_WITHIN_MS);
  try {
    return await sayingSo(respond, { text: STILL_AT_IT, afterMs: SAY_SO_AFTER_MS }, () =>
      withinTime(transact, work, GIVE_UP_AFTER_MS),
    );
  } finally {
    clearTimeout(early);
    await ackOnce();
    await failpoint('click.acknowledged');
  }
}

/**
 * Throws Fault `timeout` when the work takes too long, so that the person is told. The work writes through the
 * `transact` that it is given: what is not finished by then is rolled back, because the person hears that it was not
 * recorded.
 * @param limitMs a modal's submission is answered by its acknowledgement, so it has no longer than that.
 */
export async function withinTime<Tx, T>(
  transact: Transact<Tx>,
  work: (transact: Transact<Tx>) => Promise<T>,
  limitMs: number = ACK_WITHIN_MS,
): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    reject(notRecorded());
  }, limitMs);
  try {
    const result = await Promise.race([
      work((unit) =>
        transact(async (tx) => {
          const result = await unit(tx);
          if (late) throw notRecorded();
          return result;
        }),
      ),
      tooLate,
    ]);
    await failpoint('click.committed');
    return result;
  } finally {
    clearTimeout(timer);
  }
}

function notRecorded(): Fault {
  return new Fault(
    'timeout',
    'This was not recorded: the database did not answer in time. Look at the card, then try again.',
  );
}
