// Requests of Salesforce's own approvals over a real database, with a Salesforce and a Slack in memory.
import { afterAll, beforeAll, expect } from 'vitest';
import type { Stores } from '#adapters/postgres/stores.ts';
import { deliverWhisper } from '#features/leads/deliver-notes.ts';
import type { WorkItemDelivery } from '#features/workitems/desk.ts';
import { workItemIntentHandlers } from '#features/workitems/outbox-handlers.ts';
import { createWorkItemWatch } from '#features/workitems/watch-work-items.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import { Fault } from '#kernel/errors.ts';
import { after } from '#kernel/time.ts';
import type { IntentHandler } from '#ports/outbox.ts';
import type { CrmWorkItem } from '#ports/work-items.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { unlistedShapes } from './audit-gaps.ts';
import { aCrmUser, aPerson } from './builders.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { aFakeCrm } from './fake-crm.ts';
import { aFakeMessenger } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { fakeWorkItems } from './fake-work-items.ts';
import type { FakeWorkItems } from './fake-work-items.ts';
import { noon } from './lead-builder.ts';
import { freePace } from './lead-house.ts';

export const ana = aPerson('Ana');
export const bo = aPerson('Bo');
/** In Slack, and unknown to Signalbox. */
export const dee = aPerson('Dee');
const MOMENT_MS = 2_000;

export interface WorkItemHouse {
  readonly db: TestDatabase;
  readonly clock: { now(): Date; pass(ms: number): void };
  readonly salesforce: FakeWorkItems;
  readonly slack: FakeMessenger;
  readonly desk: WorkItemDelivery<Stores>;
  /** Salesforce asks Ana, and the next look finds it. */
  asked(over?: Partial<CrmWorkItem>): Promise<WorkItem>;
  look(): Promise<void>;
  item(id: string): Promise<WorkItem>;
  /** Carries out everything in the outbox; what failed is tried again. Answers how each ended. */
  drain(): Promise<readonly string[]>;
  audited(id: string): Promise<readonly string[]>;
}

export function useWorkItemHouse(): WorkItemHouse {
  let now = noon;
  let number = 0;
  const clock = { now: () => now, pass: (ms: number) => void (now = after(now, ms)) };
  const db = useDatabase(clock);
  const salesforce = fakeWorkItems();
  const crm = { ...aFakeCrm('salesforce'), workItems: salesforce };
  const slack = aFakeMessenger();
  const active = { playbook: aPlaybook(''), version: 1 };
  const desk: WorkItemDelivery<Stores> = {
    transact: (work) => db.database.transact(work),
    get stores() {
      return db.database.stores;
    },
    messenger: slack,
    crms: new Map([['salesforce', crm]]),
    playbook: () => active,
    clock,
    pace: freePace,
  };
  slack.people.push(ana, bo, dee);
  const watch = createWorkItemWatch(desk);
  beforeAll(async () => {
    const { directory } = db.database.stores;
    for (const person of [ana, bo]) await directory.putPerson(person, noon);
    const queue = aCrmUser('salesforce', 'Queue', { kind: 'queue', email: null });
    const people = ['Ana', 'Bo', 'Cy', 'Dee'].map((name) => aCrmUser('salesforce', name));
    await directory.putCrmUsers('salesforce', [...people, queue]);
  });
  // Whatever a test did: the audit log holds what its catalogue says.
  afterAll(async () => expect(await unlistedShapes(db.rows)).toEqual([]));

  const house: WorkItemHouse = {
    db,
    clock,
    salesforce,
    slack,
    desk,
    async asked(over = {}) {
      number += 1;
      const item = aCrmWorkItem({ id: `04i${number}`, submittedAt: now, ...over });
      salesforce.ask(item);
      await house.look();
      return house.item(item.id);
    },
    look: () => watch(crm),
    async item(id) {
      const item = await desk.stores.workItems.get('salesforce', id);
      if (item === null) throw new Error(`there is no request ${id}`);
      return item;
    },
    drain: () => drain(desk, db, clock),
    async audited(id) {
      const entries = await desk.stores.audit.list({ subject: `workitem:salesforce:${id}`, limit: 50 });
      return entries.map(({ action }) => action).toReversed();
    },
  };
  return house;
}

export function aCrmWorkItem(over: Partial<CrmWorkItem> = {}): CrmWorkItem {
  return {
    id: '04i1',
    process: 'Discount over 20%',
    object: 'Opportunity',
    recordId: '0061',
    recordName: 'Globex renewal',
    actorId: 'salesforce-ana',
    submittedBy: 'Cy Chen',
    submittedAt: noon,
    details: [
      { label: 'Amount', value: '48,000' },
      { label: 'Discount', value: '27.5%' },
    ],
    ...over,
  };
}

async function drain(
  desk: WorkItemDelivery<Stores>,
  { database }: TestDatabase,
  clock: WorkItemHouse['clock'],
): Promise<readonly string[]> {
  const handlers = new Map<string, IntentHandler<Stores>>([
    ...workItemIntentHandlers(desk),
    ['lead.whisper', (intent) => deliverWhisper({ ...desk, crms: new Map() }, intent)],
    ['home.publish', async () => ({ kind: 'done' })],
  ]);
  const ended: string[] = [];
  for (;;) {
    const held = await database.outbox.lease(50, after(clock.now(), MOMENT_MS));
    if (held.length === 0) return ended;
    for (const row of held) {
      const outcome = await (handlers.get(row.kind)?.(row) ?? unknownKind(row.kind)).catch((error: unknown) => {
        if (error instanceof Fault) return { kind: 'failed', error } as const;
        throw error;
      });
      ended.push(`${row.kind} ${outcome.kind}`);
      if (outcome.kind === 'later') throw new Error(`${row.kind} was put off: ${outcome.because}`);
      if (outcome.kind === 'failed') {
        const again = { kind: 'again', dueAt: clock.now(), because: outcome.error.message, fault: null, tried: true };
        await database.outbox.settle(row, again as never, clock.now());
      } else await database.outbox.settle(row, outcome, clock.now(), outcome.commit);
    }
  }
}

function unknownKind(kind: string): Promise<never> {
  return Promise.reject(new Error(`no handler for ${kind}`));
}
