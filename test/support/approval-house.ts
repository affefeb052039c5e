// Approvals over a real database: their verbs, a clock that a test moves, and one gate that notes what it is told.
import { afterAll, beforeAll, expect } from 'vitest';
import type { Stores } from '#adapters/postgres/stores.ts';
import type { Approval, Content, Verdict } from '#features/approvals/approval.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideDesk, DecideOutcome } from '#features/approvals/decide-approval.ts';
import type { Gate } from '#features/approvals/gate.ts';
import { requestApproval } from '#features/approvals/request-approval.ts';
import type { RequestInput } from '#features/approvals/request-approval.ts';
import { spendApproval } from '#features/approvals/spend-approval.ts';
import type { SpendOutcome } from '#features/approvals/spend-approval.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { ApprovalId, SlackUserId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { JsonObject } from '#ports/json.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { unlistedShapes } from './audit-gaps.ts';
import { aPerson, correlationId } from './builders.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { noon } from './lead-builder.ts';

export const mia = aPerson('Mia');
export const nora = aPerson('Nora', { timeZone: 'Europe/London' });
export const mark = aPerson('Mark');
export const vera = aPerson('Vera');
export const carl = aPerson('Carl');
export const fay = aPerson('Fay', { email: 'cfo@acme.test' });
/** Admin. */
export const opa = aPerson('Opa');
export const zoe = aPerson('Zoe');
const PEOPLE = [mia, nora, mark, vera, carl, fay, opa, zoe];

/** Marketing managers are Mia, Nora and Mark. */
export const TWO_STEPS = `roles: { admin: [opa@acme.test], ops: [] }
approvals:
  - name: campaign-budget
    on: campaign.launch
    if: campaign.budget > 10000
    steps:
      - any_of: ['group:marketing-managers']
      - all_of: [vera@acme.test, cfo@acme.test]
`;

export interface ApprovalHouse {
  readonly db: TestDatabase;
  readonly stores: Stores;
  readonly clock: { now(): Date; pass(ms: number): void; set(at: Date): void };
  readonly desk: DecideDesk<Stores>;
  /** What the gate was told, as `approved A-1` and `voided A-1`. */
  readonly told: string[];
  govern(rest: string): void;
  /** A group's members from now on; null: there is no such group. */
  setGroup(handle: string, members: readonly SlackPerson[] | null): Promise<void>;
  setPerson(person: SlackPerson): Promise<void>;
  /** Asks for the launch of a campaign with this budget; each has a subject of its own. */
  ask(over?: Partial<RequestInput> & { readonly budget?: number }): Promise<Approval>;
  press(
    approval: Pick<Approval, 'id' | 'revision'>,
    by: SlackPerson,
    verdict?: Verdict,
    comment?: string | null,
  ): Promise<DecideOutcome>;
  edit(approval: Pick<Approval, 'id'>, budget: number, by?: SlackPerson): Promise<Approval | null>;
  spend(approval: Pick<Approval, 'id'>, content: Content): Promise<SpendOutcome>;
  get(id: ApprovalId): Promise<Approval>;
  /** Names of who may press now, in alphabetical order. */
  asked(id: ApprovalId): Promise<readonly string[]>;
  audited(subject: string): Promise<readonly { readonly action: string; readonly after: JsonObject | null }[]>;
}

export function budgetOf(budget: number): { readonly content: Content; readonly facts: Facts } {
  const campaign = { name: 'Spring', budget, owner: 'carl@acme.test' };
  return { content: { ...campaign }, facts: { lead: null, company: null, opportunity: null, campaign } };
}

export function useApprovalHouse(rest = TWO_STEPS, poolSize = 10): ApprovalHouse {
  let now = noon;
  let active: ActivePlaybook = { playbook: aPlaybook(rest), version: 1 };
  let subjects = 0;
  const clock = {
    now: () => now,
    pass: (ms: number) => void (now = after(now, ms)),
    set: (at: Date) => void (now = at),
  };
  const db = useDatabase(clock, poolSize);
  const told: string[] = [];
  const groups = new Map<string, readonly SlackPerson[]>([['marketing-managers', [mia, nora, mark]]]);
  const contents = new Map<ApprovalId, Content | null>();
  const gate: Gate<Stores> = {
    name: 'campaign.launch',
    describe: (content) => Object.entries(content).map(([label, value]) => ({ label, value: String(value) })),
    current: async (_, { id, content }) => (contents.has(id) ? (contents.get(id) ?? null) : content),
    approved: async (_, { id }) => void told.push(`approved A-${id}`),
    ended: async (_, { id }, ending) => void told.push(`${ending} A-${id}`),
  };
  const desk: DecideDesk<Stores> = {
    transact: (work) => db.database.transact(work),
    get stores() {
      return db.database.stores;
    },
    playbook: () => active,
    clock,
    gates: new Map([
      ['campaign.launch', gate],
      ['action', { ...gate, name: 'action' }],
    ]),
  };
  const cause = (): { at: Date; correlationId: typeof correlationId } => ({ at: now, correlationId });
  beforeAll(async () => {
    for (const person of PEOPLE) await db.database.stores.directory.putPerson(person, noon);
    await putGroups();
  });
  afterAll(async () => expect(await unlistedShapes(db.rows)).toEqual([]));

  const house: ApprovalHouse = {
    db,
    clock,
    desk,
    told,
    get stores() {
      return db.database.stores;
    },
    govern: (text) => void (active = { playbook: aPlaybook(text), version: active.version + 1 }),
    async setGroup(handle, members) {
      if (members === null) groups.delete(handle);
      else groups.set(handle, members);
      await putGroups();
    },
    setPerson: (person) => house.stores.directory.putPerson(person, now),
    async ask({ budget = 25_000, ...over } = {}) {
      subjects += 1;
      const input: RequestInput = {
        gate: 'campaign.launch',
        subject: `campaign:${subjects}`,
        title: 'Launch of Spring',
        ...budgetOf(budget),
        effect: { campaign: subjects },
        requestedBy: zoe.id,
        rule: null,
        cause: cause(),
        ...over,
      };
      const outcome = await desk.transact((tx) => requestApproval(tx, desk, input));
      if (outcome.kind === 'not_needed') throw new Error('no policy stands before this');
      return outcome.approval;
    },
    press: ({ id, revision }, by, verdict = 'approve', comment = null) =>
      decideApproval(desk, { approval: id, by, verdict, comment, revision, channel: null, correlationId }),
    edit: ({ id }, budget, by = zoe) =>
      desk.transact((tx) =>
        voidApproval(tx, desk, {
          approval: id,
          ...budgetOf(budget),
          because: 'the budget was changed',
          by: { kind: 'person', slack: by.id },
          cause: cause(),
        }),
      ),
    spend: ({ id }, content) =>
      desk.transact((tx) => spendApproval(tx, desk, { approval: id, content, cause: cause() })),
    async get(id) {
      const approval = await house.stores.approvals.get(id);
      if (approval === null) throw new Error(`there is no approval ${id}`);
      return approval;
    },
    async asked(id) {
      const names = new Map<SlackUserId, string>(PEOPLE.map((person) => [person.id, person.name]));
      const { seats } = await house.get(id);
      return seats.map(({ person }) => names.get(person) ?? person).toSorted();
    },
    async audited(subject) {
      const entries = await house.stores.audit.list({ subject, limit: 500 });
      return entries.map(({ action, after: values }) => ({ action, after: values })).toReversed();
    },
  };
  return house;

  async function putGroups(): Promise<void> {
    const given = [...groups].map(([handle, members]) => ({
      id: `S0${handle.toUpperCase().replaceAll('-', '')}`,
      handle,
      name: handle,
      members: members.map(({ id }) => id),
      active: members.length > 0,
    }));
    await db.database.stores.groups.putGroups(given, now);
  }
}
