// All or nothing over several saves: what was written is put back, and nobody is told, where the whole fails.
import type { Org } from './org.ts';
import { dropAnnouncements, holdAnnouncements, releaseAnnouncements } from './org.ts';

/** Runs saves whose changes are told of together. Undoes all of them where `run` answers false or throws. */
export function transact(org: Org, run: () => boolean): boolean {
  const undo: (() => void)[] = [];
  org.undo = undo;
  holdAnnouncements(org);
  let keep = false;
  try {
    keep = run();
  } finally {
    org.undo = null;
    if (keep) {
      releaseAnnouncements(org);
    } else {
      for (const step of undo.toReversed()) step();
      org.indexes.clear();
      dropAnnouncements(org);
    }
  }
  return keep;
}
