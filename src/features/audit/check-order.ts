// Finds entries that were slipped in later. Ids are given out in order and transactions last seconds: an entry that is
// sealed an hour after a higher id was not there when that one was sealed.
import type { SealedRow } from './store.ts';
import { HOUR_MS } from '#kernel/time.ts';

interface Reached {
  readonly at: number;
  readonly id: bigint;
}

/** Gives a function that says of each seal, in their order, whether its entry's id comes from the past. */
export function createOrderCheck(): (row: Pick<SealedRow, 'id' | 'sealedAt'>) => boolean {
  let highest = 0n;
  /** Highest id that was sealed an hour or more ago. */
  let settled = 0n;
  /** What was reached within the last hour, a mark for each time of sealing. */
  const lately: Reached[] = [];
  return ({ id, sealedAt }) => {
    const at = Date.parse(`${sealedAt}Z`);
    for (let [first] = lately; first !== undefined && first.at <= at - HOUR_MS; [first] = lately) {
      settled = first.id;
      lately.shift();
    }
    const number = BigInt(id);
    if (number > highest) highest = number;
    const last = lately.at(-1);
    if (last?.at === at) lately.pop();
    lately.push({ at, id: highest });
    return number < settled;
  };
}
