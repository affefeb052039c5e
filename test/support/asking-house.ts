// A house in which people have numbers watched: planted leads, a Slack in memory, and their hands on the listeners.
import { beforeAll, beforeEach } from 'vitest';
import { registerWatchListeners } from '#features/anomalies/asking/slack.ts';
import type { WatchDesk } from '#features/anomalies/desk.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import type { ChannelId } from '#kernel/ids.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { atTheDesk } from './at-the-desk.ts';
import type { AtTheDesk } from './at-the-desk.ts';
import { aPerson } from './builders.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { aFakeMessenger, channelIdOf } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { aWatchHouse, emptyWatches } from './watch-house.ts';
import type { Source, WatchHouse } from './watch-house.ts';

export const mia = aPerson('Mia');
export const bo = aPerson('Bo');
export const oskar = aPerson('Oskar');
export const HERE = channelIdOf('#marketing');

/** Ops, and what Mia may not see of others. */
const WRITTEN = 'roles: { ops: [oskar@acme.test] }\n';
const SHY = 'kpis: { owners_seen_by: ["role:ops"] }\n';

export interface AskingHouse {
  readonly db: TestDatabase;
  readonly house: WatchHouse;
  readonly slack: FakeMessenger;
  readonly desk: WatchDesk<Stores>;
  readonly hands: AtTheDesk;
  /** What the playbook says beside the roles. */
  write(more: string): void;
  turn(by: SlackPerson, channel?: ChannelId | null): Turn;
  /** What the audit log has of a subject since the test began: its actions. */
  audited(subject: string): Promise<readonly string[]>;
}

/** A Wednesday in November 2026; leads since April, of which `share` says what is missing. */
export function useAskingHouse(share: (source: Source, day: string) => number = () => 1): AskingHouse {
  const clock = { now: new Date('2026-11-18T08:00:00Z') };
  const db = useDatabase({ now: () => clock.now });
  const slack = aFakeMessenger(['#marketing', '#revops']);
  slack.people.push(mia, bo, oskar);
  let house: WatchHouse;
  let desk: WatchDesk<Stores>;
  let hands: AtTheDesk;
  let audit: { readonly id: string } | undefined;
  beforeAll(async () => {
    house = aWatchHouse(db, clock, WRITTEN);
    desk = {
      ...house.desk,
      messenger: slack,
      draw: async () => ({ png: new Uint8Array([1]), width: 1, height: 1 }),
    };
    hands = atTheDesk((listeners) => registerWatchListeners(listeners, desk), HERE);
    await house.plant('2026-04-01', '2026-11-17', share);
  });
  beforeEach(async () => {
    await emptyWatches(db);
    [audit] = await db.rows<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM audit');
    for (const person of slack.people) await db.database.stores.directory.putPerson(person, clock.now);
    house.playbook = aPlaybook(WRITTEN);
    slack.images.length = 0;
  });
  return {
    db,
    slack,
    get house() {
      return house;
    },
    get desk() {
      return desk;
    },
    get hands() {
      return hands;
    },
    write(more) {
      house.playbook = aPlaybook(WRITTEN + (more === 'shy' ? SHY : more));
    },
    turn: (by, channel = HERE) => ({ by, channel, correlationId: newCorrelationId() }),
    async audited(subject) {
      const rows = await db.rows<{ action: string }>(
        'SELECT action FROM audit WHERE subject = $1 AND id > $2 ORDER BY id',
        [subject, audit?.id ?? 0],
      );
      return rows.map(({ action }) => action);
    },
  };
}
