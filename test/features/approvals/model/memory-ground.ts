// What approvals keep, in memory, behind the same interfaces as in the database: one transaction at a time, and what a
// failed one wrote is forgotten.
import type { Approval } from '#features/approvals/approval.ts';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type {
  ApprovalCardStore,
  ApprovalStore,
  CardPlace,
  Delegation,
  DelegationStore,
  RevisionRecord,
  VoteRecord,
} from '#features/approvals/store.ts';
import type { AuditEntry } from '#features/audit/entry.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import { ApprovalId } from '#kernel/ids.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackGroup, SlackPerson } from '#ports/messenger.ts';
import type { Intent } from '#ports/outbox.ts';
import type { Ground } from './ground.ts';

/** Replaced, never changed in place: what a transaction began with is what a rollback goes back to. */
interface State {
  readonly approvals: ReadonlyMap<ApprovalId, Approval>;
  readonly revisions: ReadonlyMap<ApprovalId, readonly RevisionRecord[]>;
  readonly votes: ReadonlyMap<ApprovalId, readonly VoteRecord[]>;
  readonly cards: ReadonlyMap<ApprovalId, readonly CardPlace[]>;
  readonly delegations: readonly (Delegation & { readonly endedAt: Date | null })[];
  readonly people: ReadonlyMap<SlackUserId, SlackPerson>;
  readonly groups: ReadonlyMap<string, SlackGroup>;
  readonly audit: readonly AuditEntry[];
  readonly outbox: readonly Intent[];
}

const NOTHING: State = {
  approvals: new Map(),
  revisions: new Map(),
  votes: new Map(),
  cards: new Map(),
  delegations: [],
  people: new Map(),
  groups: new Map(),
  audit: [],
  outbox: [],
};

export function memoryGround(): Ground {
  let state = NOTHING;
  let busy: Promise<unknown> = Promise.resolve();
  const stores: ApprovalTx = {
    approvals: approvalsIn(),
    approvalCards: cardsIn(),
    delegations: delegationsIn(),
    directory: directoryIn(),
    groups: {
      group: async (handle) => state.groups.get(handle) ?? null,
      any: async () => state.groups.size > 0,
      putGroups: async (groups) => set({ groups: new Map(groups.map((group) => [group.handle, group])) }),
    },
    homes: {
      opened: async () => undefined,
      known: async () => [],
      hash: async () => null,
      setHash: async () => undefined,
    },
    audit: {
      append: async (entry) => set({ audit: [...state.audit, entry] }),
      list: async () => [],
    },
    outbox: {
      put: async (intent) => {
        if (!state.outbox.some(({ key }) => key === intent.key)) set({ outbox: [...state.outbox, intent] });
      },
      hasten: async () => false,
      stands: async () => false,
    },
  };
  return {
    stores,
    transact(work) {
      const turn = busy.then(async () => {
        const before = state;
        try {
          return await work(stores);
        } catch (error) {
          state = before;
          throw error;
        }
      });
      busy = turn.catch(() => undefined);
      return turn;
    },
    opsTold: async () => state.outbox.filter(({ kind }) => kind === 'ops.message').map(({ key }) => key),
    async restart() {
      state = structuredClone(state);
    },
  };

  function set(change: Partial<State>): void {
    state = { ...state, ...change };
  }

  /** As the rows would have it: votes and revision's content come from their own tables. */
  function read(id: ApprovalId): Approval | null {
    const row = state.approvals.get(id);
    const revision = state.revisions.get(id)?.find((one) => one.revision === row?.revision);
    if (row === undefined || revision === undefined) return null;
    const votes = (state.votes.get(id) ?? []).filter((vote) => vote.revision === row.revision && !vote.recalledAt);
    return { ...row, content: revision.content, hash: revision.hash, revisedBy: revision.askedBy, votes };
  }

  function opened(approval: Approval): readonly RevisionRecord[] {
    const { id, revision, content, hash, revisedBy: askedBy, revisedAt: askedAt } = approval;
    const record = { revision, content, hash, askedBy, askedAt, outcome: null, outcomeAt: null };
    return [...(state.revisions.get(id) ?? []), record];
  }

  function approvalsIn(): ApprovalStore {
    return {
      get: async (id) => read(id),
      lock: async (id) => read(id),
      async running(gate, subject) {
        const running = [...state.approvals.values()].find(
          (one) => one.gate === gate && one.subject === subject && /pending|changes|approved/u.test(one.state),
        );
        return running === undefined ? null : read(running.id);
      },
      async create(approval) {
        const created = { ...approval, id: ApprovalId.parse(state.approvals.size + 1), version: 1 };
        set({
          approvals: new Map([...state.approvals, [created.id, created]]),
          revisions: new Map([...state.revisions, [created.id, opened(created)]]),
        });
        return created;
      },
      async save(approval, { closes, opens } = {}) {
        const { id, version } = approval;
        const row = state.approvals.get(id);
        if (row?.version !== version) return false;
        const kept = { ...approval, seats: row.seats, version: version + 1 };
        const closed = (state.revisions.get(id) ?? []).map((one) =>
          one.revision === closes?.revision ? { ...one, outcome: closes.outcome, outcomeAt: closes.at } : one,
        );
        set({
          approvals: new Map([...state.approvals, [id, kept]]),
          revisions: new Map([...state.revisions, [id, closed]]),
        });
        if (opens) set({ revisions: new Map([...state.revisions, [id, opened(approval)]]) });
        return true;
      },
      async addVote(id, revision, vote) {
        const votes = state.votes.get(id) ?? [];
        const counts = votes.some(
          (one) => one.revision === revision && one.step === vote.step && one.by === vote.by && !one.recalledAt,
        );
        if (counts) return false;
        set({ votes: new Map([...state.votes, [id, [...votes, { ...vote, revision, recalledAt: null }]]]) });
        return true;
      },
      async recallVotes(id, revision, by, at) {
        const votes = state.votes.get(id) ?? [];
        const own = votes.filter((one) => one.revision === revision && one.by === by && !one.recalledAt);
        const left = votes.map((one) => (own.includes(one) ? { ...one, recalledAt: at } : one));
        set({ votes: new Map([...state.votes, [id, left]]) });
        return own.length > 0;
      },
      async setSeats(id, seats) {
        const row = state.approvals.get(id);
        if (row !== undefined) set({ approvals: new Map([...state.approvals, [id, { ...row, seats }]]) });
      },
      list: async () => [...state.approvals.keys()].flatMap((id) => read(id) ?? []).toReversed(),
      due: async (now, limit) =>
        [...state.approvals.values()]
          .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
          .map(({ id }) => id)
          .slice(0, limit),
      touching: async (people) =>
        [...state.approvals.values()]
          .filter(({ seats }) => seats.some(({ person, seat }) => people.includes(person) || people.includes(seat)))
          .map(({ id }) => id),
      revisions: async (id) => state.revisions.get(id) ?? [],
      allVotes: async (id) => state.votes.get(id) ?? [],
    };
  }

  function cardsIn(): ApprovalCardStore {
    return {
      of: async (id) => (state.cards.get(id) ?? []).map((place) => ({ place, posted: null })),
      async add(id, place) {
        const known = state.cards.get(id) ?? [];
        if (known.includes(place)) return false;
        set({ cards: new Map([...state.cards, [id, [...known, place]]]) });
        return true;
      },
      set: async () => undefined,
    };
  }

  function delegationsIn(): DelegationStore {
    return {
      async create(delegation) {
        const created = { ...delegation, id: state.delegations.length + 1 };
        set({ delegations: [...state.delegations, { ...created, endedAt: null }] });
        return created;
      },
      list: async (now, from) =>
        state.delegations
          .filter((one) => one.endedAt === null && one.endsAt > now && (from === undefined || one.from === from))
          .toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime() || one.id - other.id),
      async end(id, now) {
        const running = state.delegations.some((one) => one.id === id && one.endedAt === null && one.endsAt > now);
        set({ delegations: state.delegations.map((one) => (one.id === id ? { ...one, endedAt: now } : one)) });
        return running;
      },
      lock: async () => undefined,
    };
  }

  function directoryIn(): DirectoryStore {
    const asked: Partial<DirectoryStore> = {
      person: async (id) => state.people.get(id) ?? null,
      people: async (ids) => ids.flatMap((id) => state.people.get(id) ?? []),
      personByEmail: async (email) => [...state.people.values()].find((one) => one.email === email) ?? null,
      putPerson: async (person) => set({ people: new Map([...state.people, [person.id, person]]) }),
    };
    // Approvals ask a directory for nothing else.
    return asked as DirectoryStore;
  }
}
