// The audit log for people: what happened, to what, by whom, with what changed. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { JsonObject } from '#ports/json.ts';
import type { RecordedEntry } from './entry.ts';

export const AUDIT_ACTIONS = { next: 'audit.next' } as const;

/** Entries of one page. */
export const AUDIT_PAGE = 12;

/** Characters of an entry's values: a page must stay within what one message holds. */
const VALUES_MAX = 350;

/** What is looked at, and where the next page goes on. */
export interface AuditPlace {
  readonly subject: string | null;
  readonly actor: string | null;
  /** ISO instant. */
  readonly since: string | null;
  /** Id of the last entry shown; null for the first page. */
  readonly before: string | null;
}

export function auditMessage(
  title: string,
  entries: readonly RecordedEntry[],
  next: AuditPlace | null,
  zone: string,
): Message {
  const text = `Audit log, ${title}`;
  if (entries.length === 0) return { text, blocks: [section(md`*${escape(text)}*\nNothing is recorded.`)] };
  const blocks: Block[] = [section(md`*${escape(text)}*`), ...entries.map((entry) => row(entry, zone))];
  if (next) blocks.push(actions([button({ action: AUDIT_ACTIONS.next, text: 'Older', value: JSON.stringify(next) })]));
  return { text, blocks };
}

function row(entry: RecordedEntry, zone: string): Block {
  const head = [
    dateTime(entry.at, zone),
    bold(entry.action),
    actor(entry.actor),
    escape(shortSubject(entry.subject), 80),
  ];
  const detail = [
    ...(entry.before ? [md`before ${values(entry.before)}`] : []),
    ...(entry.after ? [md`after ${values(entry.after)}`] : []),
    ...(entry.playbookVersion === null ? [] : [md`playbook ${entry.playbookVersion}`]),
  ];
  return context([join([join(head, '  ·  '), join(detail, '  ·  ')])]);
}

/** `person:U123` becomes the person; in a private answer a mention pings nobody. */
function actor(key: string): Mrkdwn {
  const [kind, id] = key.split(':');
  const person = kind === 'person' ? SlackUserId.safeParse(id) : null;
  return person?.success ? mention(person.data) : escape(key, 80);
}

function shortSubject(subject: string): string {
  return subject.startsWith('lead:') ? subject.slice(0, 'lead:'.length + 8) : subject;
}

function values(object: JsonObject): Mrkdwn {
  const parts = Object.entries(object).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return escape(parts.join(', '), VALUES_MAX);
}
