// Evidence as a table: a line for each thing that somebody did to a request, oldest first within it. Pure.
import { csvLine } from '#kernel/csv.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { approvalKey } from './approval.ts';
import type { Evidence } from './evidence.ts';

const COLUMNS = [
  'approval',
  'gate',
  'subject',
  'title',
  'policy',
  'state',
  'revision',
  'event',
  'at',
  'who',
  'who_id',
  'on_behalf_of',
  'step',
  'comment',
  'content',
  'content_hash',
  'intact',
] as const;

type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | boolean | null>>>;

export const EVIDENCE_HEADER = COLUMNS.join(',');

export function evidenceLines({ approval, revisions, votes, names }: Evidence): readonly string[] {
  const { gate, subject, title, policy, state, rule } = approval;
  const common = { approval: approvalKey(approval.id), gate, subject, title, policy: policy.name, state };
  const events = revisions.flatMap(({ revision, content, hash, intact, askedBy, askedAt, outcome, outcomeAt }) => {
    const about = { ...common, revision, content_hash: hash, intact };
    const asked = { ...about, event: 'asked', ...person(askedBy), content: JSON.stringify(content) };
    const by = askedBy === null && rule !== null ? { who: `rule ${rule}` } : {};
    const cast = votes.filter((vote) => vote.revision === revision);
    return [
      at(askedAt, { ...asked, ...by }),
      ...cast.map((vote) =>
        at(vote.at, {
          ...about,
          event: vote.verdict,
          ...person(vote.by),
          on_behalf_of: vote.onBehalfOf === null ? null : nameOf(vote.onBehalfOf),
          step: vote.step + 1,
          comment: vote.comment,
          content_hash: vote.hash,
        }),
      ),
      ...cast.flatMap((vote) =>
        vote.recalledAt === null
          ? []
          : [at(vote.recalledAt, { ...about, event: 'recalled', ...person(vote.by), step: vote.step + 1 })],
      ),
      ...(outcome === null || outcomeAt === null ? [] : [at(outcomeAt, { ...about, event: outcome })]),
    ];
  });
  const used =
    state === 'used' && approval.endedAt !== null
      ? [at(approval.endedAt, { ...common, revision: approval.revision, event: 'used', content_hash: approval.hash })]
      : [];
  // What happened at the same moment stays in the order that it has above.
  return [...events, ...used].toSorted((one, other) => one.moment - other.moment).map(({ line }) => lineOf(line));

  function person(id: SlackUserId | null): Line {
    return id === null ? {} : { who: nameOf(id), who_id: id };
  }

  function nameOf(id: SlackUserId): string {
    return names.get(id) ?? id;
  }
}

function at(moment: Date, line: Line): { readonly moment: number; readonly line: Line } {
  return { moment: moment.getTime(), line: { ...line, at: moment.toISOString() } };
}

function lineOf(line: Line): string {
  return csvLine(COLUMNS.map((column) => line[column] ?? null));
}
