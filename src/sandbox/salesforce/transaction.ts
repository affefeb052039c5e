// All or nothing over several saves: what was written is put back, and nobody is told, where the whole fails.
import type { Org } from './org.ts';
import { dropAnnouncements, holdAnnouncements, releaseAnnouncements } from './org.ts';

/** Runs saves whose changes are told of together. Undoes all of them where `run` answers false or throws. */
export function transact(org: Org, run: () => boolean): boolean {
  const before = snapshot(org);
  holdAnnouncements(org);
  let keep = false;
  try {
    keep = run();
  } finally {
    if (keep) {
      releaseAnnouncements(org);
    } else {
      restore(org, before);
      dropAnnouncements(org);
    }
  }
  return keep;
}

type Snapshot = ReadonlyMap<string, ReadonlyMap<string, object>>;

function snapshot(org: Org): Snapshot {
  return new Map(
    [...org.tables].map(([name, rows]) => [name, new Map([...rows].map(([id, row]) => [id, { ...row }]))]),
  );
}

function restore(org: Org, before: Snapshot): void {
  for (const [name, rows] of org.tables) {
    const kept = before.get(name);
    for (const [id, row] of rows) {
      const was = kept?.get(id);
      if (was === undefined) rows.delete(id);
      else Object.assign(row, was);
    }
  }
}
