// What happened to a request, in plain words: who was asked, who decided what and when, what came of it. Told from the
// audit log, so it says what was so then and not what is so by now.
import { z } from 'zod';
import type { ApprovalId } from '#kernel/ids.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { Json } from '#ports/json.ts';
import type { RecordedEntry } from '#features/audit/entry.ts';
import { approvalSubject } from './approval.ts';
import type { ApprovalTx } from './desk.ts';

export interface StoryLine {
  readonly at: Date;
  /** Plain, without a full stop: names as the directory has them, values as they were. */
  readonly text: string;
}

const PAGE = 200;

/** Oldest first; empty where there is no such request. */
export async function approvalStory(
  tx: Pick<ApprovalTx, 'audit' | 'directory'>,
  id: ApprovalId,
): Promise<readonly StoryLine[]> {
  const entries = await allEntries(tx, approvalSubject(id));
  const names = await namesIn(tx, entries);
  return entries.flatMap((entry) => {
    const text = sentence(entry, names);
    return text === null ? [] : [{ at: entry.at, text }];
  });
}

export async function allEntries(
  { audit }: Pick<ApprovalTx, 'audit'>,
  subject: string,
): Promise<readonly RecordedEntry[]> {
  const entries: RecordedEntry[] = [];
  for (;;) {
    const last = entries.at(-1);
    const page = await audit.list({ subject, limit: PAGE, ...(last === undefined ? {} : { before: last.id }) });
    entries.push(...page);
    if (page.length < PAGE) return entries.toReversed();
  }
}

export type Names = (id: string) => string;

const People = z.array(SlackUserId).catch([]);

export async function namesIn(tx: Pick<ApprovalTx, 'directory'>, entries: readonly RecordedEntry[]): Promise<Names> {
  const said = entries.flatMap(({ actor, after }) => [
    actor.replace(/^person:/u, ''),
    after?.['person'],
    after?.['on_behalf_of'],
    ...[after?.['asked'], after?.['people'], after?.['came'], after?.['went']].flatMap((list) => People.parse(list)),
  ]);
  const ids = said.flatMap((one) => SlackUserId.safeParse(one).data ?? []);
  const known = new Map<string, string>();
  for (const { id, name } of await tx.directory.people([...new Set(ids)])) known.set(id, name);
  return (id) => known.get(id) ?? id;
}

const VERDICTS: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  request_changes: 'asked for changes to',
};

/** Null for what is no event of its own: the last vote says that it was rejected or sent back. */
function sentence(entry: RecordedEntry, names: Names): string | null {
  const { action, actor, before, after } = entry;
  const who = actorName(actor, names);
  const value = (key: string): string => words(after?.[key] ?? null);
  const people = (key: string): string => People.parse(after?.[key]).map(names).join(', ') || 'nobody';
  switch (action) {
    case 'approval.requested':
      return `${who} asked for "${value('title')}" by the policy "${value('policy')}"`;
    case 'approval.step_opened':
      return `Step ${value('step')} opened: it takes ${value('needed')} of ${people('asked')}`;
    case 'approval.approvers_changed':
      return `Step ${value('step')} has other approvers: ${[
        ...(People.parse(after?.['came']).length > 0 ? [`${people('came')} can decide now`] : []),
        ...(People.parse(after?.['went']).length > 0 ? [`${people('went')} no longer`] : []),
      ].join(', ')}`;
    case 'approval.voted': {
      const place = after?.['on_behalf_of'] ? ` on behalf of ${names(value('on_behalf_of'))}` : '';
      const comment = after?.['comment'] ? `: ${value('comment')}` : '';
      const verdict = VERDICTS[value('verdict')] ?? value('verdict');
      return `${who} ${verdict} revision ${value('revision')} in step ${value('step')}${place}${comment}`;
    }
    case 'approval.recalled':
      return `${who} took the own yes back`;
    case 'approval.approved':
      return `With that it was approved (content ${value('hash').slice(0, 12)})`;
    case 'approval.rejected':
      return actor.startsWith('system:') ? `It was rejected: ${value('because')}` : null;
    case 'approval.changes_requested':
      return null;
    case 'approval.resubmitted':
      return `${who} asked again with ${difference(before, after)}`;
    case 'approval.voided':
      return `${who} changed it (${difference(before, after)}), so everybody was asked again: ${value('because')}`;
    case 'approval.withdrawn':
      return `${who} withdrew it${after?.['because'] ? `: ${value('because')}` : ''}`;
    case 'approval.expired':
      return `It expired: ${value('because')}`;
    case 'approval.used':
      return `What was approved was carried out (content ${value('hash').slice(0, 12)})`;
    case 'approval.reminded':
      return `${names(value('person'))} was reminded`;
    case 'approval.escalated':
      return value('because') === 'not decided in time'
        ? `Step ${value('step')} was escalated: not decided in time by ${people('people')}`
        : `Step ${value('step')} was escalated: ${value('because')}; now ${people('people')}`;
    case 'approval.question':
      return `${who} asked: ${value('text')}`;
    default:
      return null;
  }
}

const Changed = z.object({ changed: z.record(z.string(), z.json()) });

function difference(before: RecordedEntry['before'], after: RecordedEntry['after']): string {
  const [was, is] = [Changed.safeParse(before), Changed.safeParse(after)];
  if (!was.success || !is.success) return 'another content';
  const changes = Object.entries(is.data.changed).map(
    ([field, value]) => `${field} ${words(was.data.changed[field] ?? null)} -> ${words(value)}`,
  );
  return changes.length === 0 ? 'the same content' : changes.join(', ');
}

export function actorName(actor: string, names: Names): string {
  const [kind = '', ...rest] = actor.split(':');
  if (kind === 'person') return names(rest.join(':'));
  if (kind === 'rule') return `The rule "${rest.join(':')}"`;
  if (kind === 'crm') return `Somebody in ${rest[0] === 'hubspot' ? 'HubSpot' : 'Salesforce'}`;
  return 'Signalbox';
}

function words(value: Json): string {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
