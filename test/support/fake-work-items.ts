// A CRM's own approval requests in memory, that keep the port's promises, and what people do with them in the CRM.
import type { CrmWorkItem, EndedWorkItem, WorkItemDecision, WorkItemOutcome, WorkItems } from '#ports/work-items.ts';

export interface FakeWorkItems extends WorkItems {
  readonly decisions: (WorkItemDecision & { readonly id: string })[];
  /** What the next decisions answer instead of being taken, oldest first; an Error is thrown. */
  readonly answers: (WorkItemOutcome | Error)[];
  /** The next decisions are taken, and throw this instead of answering. */
  readonly lost: Error[];
  /** Who is acted as where somebody decides. */
  actsAs: 'user' | 'integration';
  ask(item: CrmWorkItem): void;
  /** Ends it in the CRM; `unknown` leaves no trace. */
  end(id: string, end: Omit<EndedWorkItem, 'id'>): void;
  /** The same request asks somebody else. */
  reassign(id: string, actorId: string, by: string): void;
}

export function fakeWorkItems(): FakeWorkItems {
  const open = new Map<string, CrmWorkItem>();
  const ended = new Map<string, EndedWorkItem>();
  const isWith = (id: string, actorId: string): boolean => open.get(id)?.actorId === actorId;

  const fake: FakeWorkItems = {
    decisions: [],
    answers: [],
    lost: [],
    actsAs: 'user',
    ask(item) {
      open.set(item.id, item);
      ended.delete(item.id);
    },
    end(id, end) {
      open.delete(id);
      ended.set(id, { id, ...end });
    },
    reassign(id, actorId, by) {
      const item = open.get(id);
      if (item === undefined) throw new Error(`nothing waits under ${id}`);
      open.set(id, { ...item, actorId });
      ended.set(id, { id, outcome: 'reassigned', by, comment: null, at: null });
    },
    askedUsers: async () => [...new Set([...open.values()].map(({ actorId }) => actorId))],
    pending: async (actorIds) => [...open.values()].filter(({ actorId }) => actorIds.includes(actorId)),
    async ended(items) {
      const over = items.filter(({ id, actorId }) => !isWith(id, actorId));
      return over.map(({ id }) => ended.get(id) ?? { id, outcome: 'unknown', by: null, comment: null, at: null });
    },
    async decide(id, decision) {
      fake.decisions.push({ id, ...decision });
      const answer = fake.answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return answer;
      if (!isWith(id, decision.as)) return { kind: 'gone' };
      const outcome = decision.verdict === 'approve' ? 'approved' : 'rejected';
      fake.end(id, { outcome, by: decision.as, comment: decision.comment, at: null });
      const lost = fake.lost.shift();
      if (lost !== undefined) throw lost;
      return {
        kind: 'decided',
        actedAs: fake.actsAs,
        instanceStatus: outcome === 'approved' ? 'Approved' : 'Rejected',
      };
    },
    recordUrl: (object, recordId) => `https://salesforce.test/${object}/${recordId}`,
  };
  return fake;
}
