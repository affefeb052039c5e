// Whose Home tab was opened, and what it showed last.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { HomeStore } from '#features/approvals/store.ts';
import type { Queries } from './client.ts';

const People = z.array(z.object({ person: SlackUserId }));

export function createHomeStore(db: Queries): HomeStore {
  return {
    async opened(person, now) {
      await db.homeView.upsert({ where: { person }, create: { person, openedAt: now }, update: { openedAt: now } });
    },
    async known(people) {
      if (people.length === 0) return [];
      const rows = await db.homeView.findMany({
        where: { person: { in: [...people] } },
        select: { person: true },
        orderBy: { person: 'asc' },
      });
      return People.parse(rows).map(({ person }) => person);
    },
    async hash(person) {
      return (await db.homeView.findUnique({ where: { person }, select: { hash: true } }))?.hash ?? null;
    },
    async setHash(person, hash) {
      await db.homeView.updateMany({ where: { person }, data: { hash } });
    },
  };
}
