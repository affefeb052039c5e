// Seals what waits, batch after batch, until nothing waits or another process was first.
import { chainOn } from './seal.ts';
import type { SealStore } from './store.ts';

/** Large enough to be quick, small enough that little is done in vain when another process is first. */
const BATCH = 5000;

/** Resolves to how many entries were sealed. Repeatable; any number of processes may run it. */
export async function sealLog(seals: Pick<SealStore, 'extend'>, signal?: AbortSignal): Promise<number> {
  let sealed = 0;
  for (;;) {
    const batch = await seals.extend(BATCH, chainOn);
    sealed += batch ?? 0;
    if (batch === null || batch < BATCH || signal?.aborted === true) return sealed;
  }
}
