// Every text of the playbook that was ever in force.
import { Fault } from '#kernel/errors.ts';
import type { PlaybookVersionStore } from '#features/playbook/store.ts';
import type { Queries } from './client.ts';

export function createPlaybookVersionStore(db: Queries): PlaybookVersionStore {
  return {
    async store(text, hash, now) {
      const known = await versionOf(db, hash);
      if (known !== null) return known;
      await db.playbookVersion.createMany({ data: [{ text, hash, storedAt: now }], skipDuplicates: true });
      const stored = await versionOf(db, hash);
      if (stored === null) throw new Fault('internal', 'The playbook was stored but cannot be found.');
      return stored;
    },
  };
}

async function versionOf(db: Queries, hash: string): Promise<number | null> {
  const row = await db.playbookVersion.findUnique({ where: { hash }, select: { version: true } });
  return row?.version ?? null;
}
