// Incidents over planted leads, and people who press their buttons: Ana is ops, Bo has the watch, Cy is anybody.
import { afterAll, beforeEach, expect } from 'vitest';
import type { Incident } from '#features/anomalies/store.ts';
import { registerIncidentListeners } from '#features/anomalies/verdicts/slack.ts';
import { watchesOf } from '#features/anomalies/watching/watches-of.ts';
import type { JsonObject } from '#ports/json.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { atTheDesk } from './at-the-desk.ts';
import type { AtTheDesk } from './at-the-desk.ts';
import { unlistedShapes } from './audit-gaps.ts';
import { aPerson } from './builders.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { anIncident, aSignal } from './incident-builder.ts';
import { aWatchHouse, emptyWatches } from './watch-house.ts';
import type { WatchHouse } from './watch-house.ts';

export const ana = aPerson('Ana');
export const bo = aPerson('Bo');
export const cy = aPerson('Cy');
export const gone = aPerson('Gone', { active: false });

/** What the playbook says of people and watches. */
export const WRITTEN = `roles: { admin: [], ops: [ana@acme.test] }
watches:
  - { metric: leads, by: source, channel: "#marketing", assignee: bo@acme.test }
  - { metric: leads, channel: "#marketing", when: { below: 2 }, assignee: bo@acme.test }
`;

export const IN_CHANNEL = 'C0MARKETING';

export interface VerdictHouse extends WatchHouse {
  readonly db: TestDatabase;
  readonly desk: WatchHouse['desk'];
  /** Keys of the watch of what is unusual, and of the one with a limit. */
  readonly watch: string;
  readonly limit: string;
  readonly hands: AtTheDesk;
  /** An incident of leads on a Tuesday. */
  open(over?: Partial<Incident>): Promise<Incident>;
  get(id: number): Promise<Incident>;
  /** What whoever presses reads. */
  press(action: string, id: number | string, by: SlackPerson): Promise<string>;
  audited(subject: string): Promise<readonly { action: string; before: JsonObject | null; after: JsonObject | null }[]>;
}

/** For the top of a test file. */
export function useVerdictHouse(): VerdictHouse {
  const clock = { now: new Date('2026-11-18T08:00:00Z') };
  const db = useDatabase({ now: () => clock.now });
  let house: WatchHouse;
  beforeEach(async () => {
    clock.now = new Date('2026-11-18T08:00:00Z');
    await emptyWatches(db);
    house = aWatchHouse(db, clock, WRITTEN);
    for (const person of [ana, bo, cy, gone]) await db.database.stores.directory.putPerson(person, clock.now);
  });
  afterAll(async () => expect(await unlistedShapes(db.rows)).toEqual([]));
  const keyOf = (limited: boolean): string => {
    const found = watchesOf(house.playbook, []).find(({ threshold }) => (threshold !== null) === limited);
    if (found === undefined) throw new Error('there is no such watch');
    return found.key;
  };
  return {
    get desk() {
      return house.desk;
    },
    get health() {
      return house.health;
    },
    set health(health) {
      house.health = health;
    },
    get playbook() {
      return house.playbook;
    },
    set playbook(playbook) {
      house.playbook = playbook;
    },
    get now() {
      return clock.now;
    },
    set now(at) {
      clock.now = at;
    },
    at: (day, hour) => house.at(day, hour),
    plant: (from, to, share) => house.plant(from, to, share),
    clearFrom: (day) => house.clearFrom(day),
    incidents: () => house.incidents(),
    looks: (day, series) => house.looks(day, series),
    said: () => house.said(),
    db,
    get watch() {
      return keyOf(false);
    },
    get limit() {
      return keyOf(true);
    },
    get hands() {
      return atTheDesk((listeners) => registerIncidentListeners(listeners, house.desk), IN_CHANNEL);
    },
    open(over = {}) {
      const signals = [aSignal({ watch: keyOf(false), metric: 'leads', day: '2026-11-17', value: 22, expected: 64 })];
      const made = { since: '2026-11-17', openedAt: clock.now, changedAt: clock.now, channelName: '#marketing' };
      const { id: _, version: __, ...incident } = anIncident({ ...made, signals, ...over });
      return db.database.stores.incidents.add(incident);
    },
    async get(id) {
      const incident = await db.database.stores.incidents.find(id);
      if (incident === null) throw new Error(`there is no incident ${id}`);
      return incident;
    },
    async press(action, id, by) {
      const { answers } = await this.hands.press(`incident.${action}`, String(id), by);
      return answers.at(-1)?.text ?? '';
    },
    audited: (subject) => db.rows(`SELECT action, before, after FROM audit WHERE subject = $1 ORDER BY id`, [subject]),
  };
}
