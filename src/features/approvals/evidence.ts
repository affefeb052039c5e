// What an auditor asks of approvals: for each request who was asked for exactly what, who decided what and when, and
// whether the content that is kept still has the hash that people voted on.
import type { SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import { approvalKey } from './approval.ts';
import type { Approval } from './approval.ts';
import type { ApprovalTx } from './desk.ts';
import { hashOf } from './hash-content.ts';
import type { RevisionRecord, VoteRecord } from './store.ts';
import { approvalStory } from './story.ts';
import type { StoryLine } from './story.ts';

export interface Evidence {
  readonly approval: Approval;
  /** `intact`: its content still has the hash that was kept with it. */
  readonly revisions: readonly (RevisionRecord & { readonly intact: boolean })[];
  /** Those that were taken back too. */
  readonly votes: readonly VoteRecord[];
  readonly story: readonly StoryLine[];
  /** As the directory has them by now. */
  readonly names: ReadonlyMap<SlackUserId, string>;
}

const PAGE = 100;

/** Newest first. @param since asked for at or after; null: all there are. */
export async function* evidenceOf(
  stores: Pick<ApprovalTx, 'approvals' | 'audit' | 'directory'>,
  since: Date | null,
): AsyncGenerator<Evidence> {
  const asked = since === null ? {} : { since };
  let page = await stores.approvals.list({ ...asked, limit: PAGE });
  while (page.length > 0) {
    for (const approval of page) yield await evidenceFor(stores, approval);
    const last = page.at(-1);
    page = last === undefined ? [] : await stores.approvals.list({ ...asked, before: last.id, limit: PAGE });
  }
}

async function evidenceFor(
  stores: Pick<ApprovalTx, 'approvals' | 'audit' | 'directory'>,
  approval: Approval,
): Promise<Evidence> {
  const revisions = await stores.approvals.revisions(approval.id);
  const votes = await stores.approvals.allVotes(approval.id);
  const people = [
    approval.requestedBy,
    ...revisions.map(({ askedBy }) => askedBy),
    ...votes.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf]),
  ].filter((one) => one !== null);
  const known = await stores.directory.people([...new Set(people)]);
  return {
    approval,
    revisions: revisions.map((one) => ({ ...one, intact: hashOf(one.content) === one.hash })),
    votes,
    story: await approvalStory(stores, approval.id),
    names: new Map(known.map(({ id, name }) => [id, name])),
  };
}

/** One request as JSON; instants in UTC, steps counted from 1. */
export function evidenceJson({ approval, revisions, votes, story, names }: Evidence): JsonObject {
  const person = (id: SlackUserId | null): JsonObject | null =>
    id === null ? null : { id, name: names.get(id) ?? null };
  return {
    approval: approvalKey(approval.id),
    gate: approval.gate,
    subject: approval.subject,
    title: approval.title,
    policy: { name: approval.policy.name, playbook_version: approval.playbookVersion, steps: stepsJson(approval) },
    requested_by: person(approval.requestedBy),
    rule: approval.rule,
    requested_at: approval.requestedAt.toISOString(),
    state: approval.state,
    because: approval.because,
    ended_at: approval.endedAt?.toISOString() ?? null,
    revisions: revisions.map((one) => ({
      revision: one.revision,
      content: one.content,
      hash: one.hash,
      intact: one.intact,
      asked_by: person(one.askedBy),
      asked_at: one.askedAt.toISOString(),
      outcome: one.outcome,
      outcome_at: one.outcomeAt?.toISOString() ?? null,
      votes: votes
        .filter(({ revision }) => revision === one.revision)
        .map((vote) => ({
          step: vote.step + 1,
          by: person(vote.by),
          on_behalf_of: person(vote.onBehalfOf),
          verdict: vote.verdict,
          comment: vote.comment,
          hash: vote.hash,
          at: vote.at.toISOString(),
          recalled_at: vote.recalledAt?.toISOString() ?? null,
        })),
    })),
    story: story.map(({ at, text }) => ({ at: at.toISOString(), text })),
  };
}

function stepsJson({ policy }: Approval): readonly JsonObject[] {
  return policy.steps.map(({ name, stage, quorum, approvers }) => ({
    name,
    stage: stage + 1,
    takes: quorum.kind === 'count' ? quorum.count : quorum.kind,
    of: approvers.map((spec) => {
      if (spec.kind === 'person') return spec.email;
      if (spec.kind === 'group') return `group:${spec.handle}`;
      if (spec.kind === 'role') return `role:${spec.role}`;
      return `${spec.kind}:${spec.path ?? 'requester'}`;
    }),
  }));
}
