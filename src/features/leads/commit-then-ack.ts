// A click is acknowledged after it is committed, and within Slack's three seconds whatever the database does.
import { Fault } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import type { Transact } from '#ports/transact.ts';

/** Leaves a second of Slack's three for the way back. */
const LIMIT_MS = 2000;

/** `withinTime`, and then the ack, which is sent in any case. */
export async function commitThenAck<Tx, T>(
  ack: () => Promise<void>,
  transact: Transact<Tx>,
  work: (transact: Transact<Tx>) => Promise<T>,
): Promise<T> {
  try {
    return await withinTime(transact, work);
  } finally {
    await ack();
    await failpoint('click.acknowledged');
  }
}

/**
 * Throws Fault `timeout` when the work takes too long, so that the person is told. The work writes through the
 * `transact` that it is given: what is not finished by then is rolled back, because the person hears that it was not
 * recorded.
 */
export async function withinTime<Tx, T>(
  transact: Transact<Tx>,
  work: (transact: Transact<Tx>) => Promise<T>,
): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    reject(notRecorded());
  }, LIMIT_MS);
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
