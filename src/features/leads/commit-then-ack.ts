// A click is acknowledged after it is committed, and within Slack's three seconds whatever the database does.
import { Fault } from '#kernel/errors.ts';

/** Leaves a second of Slack's three for the way back. */
const LIMIT_MS = 2000;

/** Throws Fault `timeout` when the work takes too long, so that the person is told; the ack is sent in any case. */
export async function commitThenAck<T>(ack: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new Fault(
        'timeout',
        'This was not recorded: the database did not answer in time. Look at the card, then try again.',
      ),
    );
  }, LIMIT_MS);
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    clearTimeout(timer);
    await ack();
  }
}
