// Who may see numbers of single owners, as the playbook's kpis.owners_seen_by says. Everybody may see their own.
import { addressesOf } from '#features/people/aliases.ts';
import type { GroupStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Refusal } from './answer.ts';
import { questionText } from './grammar/question-text.ts';
import type { Metric, RowFilter } from './metric.ts';
import type { Question } from './question.ts';

/** On whose behalf something is asked; null: nobody in particular, as for a channel. */
export type Viewer = {
  readonly seesOwners: boolean;
  /** Lower case. */
  readonly addresses: readonly string[];
} | null;

/** Throws what the groups' store throws. */
export async function viewerOf(
  { playbook, groups }: { readonly playbook: Playbook; readonly groups: Pick<GroupStore, 'group'> },
  person: SlackPerson,
): Promise<Viewer> {
  const addresses = addressesOf(playbook, person);
  for (const one of playbook.kpis.owners_seen_by) {
    const named =
      one.kind === 'person'
        ? addresses.includes(one.email)
        : one.kind === 'role'
          ? addresses.some((email) => (playbook.roles[one.role] ?? []).includes(email))
          : one.kind === 'group' && (await groups.group(one.handle))?.members.includes(person.id) === true;
    if (named) return { seesOwners: true, addresses };
  }
  return { seesOwners: false, addresses };
}

/** Whoever runs commands on the machine or holds the token of the API sees everything. */
export const OPERATOR: Viewer = { seesOwners: true, addresses: [] };

export function seesOwners({ kpis }: Playbook, viewer: Viewer): boolean {
  return kpis.owners_seen_by.length === 0 || (viewer?.seesOwners ?? false);
}

/** Null where the question may be answered. */
export function refusedForOwners(
  playbook: Playbook,
  metric: Metric,
  question: Question,
  viewer: Viewer,
): Refusal | null {
  if (seesOwners(playbook, viewer)) return null;
  const asksOwners = question.where.filter(({ dimension }) => dimension === 'owner');
  const own = asksOwners.every(
    ({ values, not }) => !not && values.every((value) => viewer?.addresses.includes(value.toLowerCase()) ?? false),
  );
  const filtered = metric.filter !== undefined && names(metric.filter);
  if (question.by !== 'owner' && own && !filtered) return null;
  const open: Question = {
    ...question,
    by: question.by === 'owner' ? 'team' : question.by,
    where: question.where.filter(({ dimension }) => dimension !== 'owner'),
  };
  return {
    kind: 'refused',
    because:
      'Numbers of single owners are for some people alone (kpis.owners_seen_by of the playbook). Your own you can always ask for.',
    suggestions: filtered ? [] : [questionText(open)],
  };
}

function names(filter: RowFilter): boolean {
  switch (filter.kind) {
    case 'is':
    case 'like':
    case 'known':
      return filter.dimension === 'owner';
    case 'compare':
      return false;
    case 'all':
    case 'any':
      return filter.of.some(names);
    case 'not':
      return names(filter.of);
  }
}
