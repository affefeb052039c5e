// The audit log for people: what happened, to what, by whom, with what changed. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { Json, JsonObject } from '#ports/json.ts';
import type { RecordedEntry } from './entry.ts';

export const AUDIT_ACTIONS = { next: 'audit.next' } as const;

/** Entries of one page. */
export const AUDIT_PAGE = 16;

/** Characters of an entry's values: a page must stay within what one message holds. */
const VALUES_MAX = 350;

/** Characters of one value; two and their key must fit into an entry. */
const VALUE_MAX = 140;

/** A UUID, as leads and claims have. */
const OWN_ID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gu;

/** What is looked at, and where the next page goes on. */
export interface AuditPlace {
  readonly subject: string | null;
  readonly actor: string | null;
  /** ISO instant. */
  readonly since: string | null;
  /** Id of the last entry shown; null for the first page. */
  readonly before: string | null;
}

export interface AuditWords {
  /** IANA zone that instants are shown in. */
  readonly zone: string;
  /** What a subject is called, where it has a name. */
  readonly nameOf: (subject: string) => string | undefined;
}

export function auditMessage(
  title: string,
  entries: readonly RecordedEntry[],
  next: AuditPlace | null,
  { zone, nameOf }: AuditWords,
): Message {
  const text = `Audit log, ${title}`;
  if (entries.length === 0) return { text, blocks: [section(md`*${escape(text)}*\nNothing is recorded.`)] };
  const blocks: Block[] = [section(md`*${escape(text)}*`), ...entries.map((entry) => row(entry, { zone, nameOf }))];
  if (next) blocks.push(actions([button({ action: AUDIT_ACTIONS.next, text: 'Older', value: JSON.stringify(next) })]));
  return { text, blocks };
}

function row(entry: RecordedEntry, { zone, nameOf }: AuditWords): Block {
  const head = [
    dateTime(entry.at, zone),
    bold(entry.action),
    actor(entry.actor),
    escape([nameOf(entry.subject), shortSubject(entry.subject)].filter(Boolean).join(', '), 80),
  ];
  const detail = [
    ...(entry.before || entry.after ? [changes(entry.before ?? {}, entry.after ?? {})] : []),
    ...(entry.playbookVersion === null ? [] : [md`playbook ${entry.playbookVersion}`]),
  ];
  return context([join([join(head, '  ·  '), join(detail, '  ·  ')])]);
}

/** `person:U123` becomes the person; in a private answer a mention pings nobody. */
function actor(key: string): Mrkdwn {
  const [kind = '', ...rest] = key.split(':');
  const name = rest.join(':');
  if (kind === 'person') return person(name) ?? escape(key, 80);
  if (kind === 'crm' && name.endsWith(':unknown')) return escape(`somebody in ${name.split(':')[0] ?? ''}`, 80);
  if (kind === 'system') return md`Signalbox`;
  if (kind === 'rule') return escape(`rule ${name}`, 80);
  return escape(key, 80);
}

function person(id: string): Mrkdwn | null {
  const user = SlackUserId.safeParse(id);
  return user.success ? mention(user.data) : null;
}

function shortSubject(subject: string): string {
  return subject.startsWith('lead:') ? subject.slice(0, 'lead:'.length + 8) : subject;
}

/** `state open → claimed`; a value that only stood before has `was`, one that stayed stands once. */
function changes(before: JsonObject, after: JsonObject): Mrkdwn {
  const kept: Mrkdwn[] = [];
  let room = VALUES_MAX;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (after[key] === undefined && before[key] === null) continue;
    const part = join([escape(key, 40), change(before[key], after[key])], ' ');
    room -= part.length;
    if (room < 0) return join([...kept, md`…`], ', ');
    kept.push(part);
  }
  return join(kept, ', ');
}

function change(old: Json | undefined, now: Json | undefined): Mrkdwn {
  if (now === undefined) return md`was ${value(old)}`;
  if (old === undefined || value(old) === value(now)) return value(now);
  return md`${value(old)} → ${value(now)}`;
}

function value(json: Json | undefined): Mrkdwn {
  const text = said(json);
  return person(text) ?? escape(text, VALUE_MAX);
}

/** As people write it: no quotes and braces, ids of our own by the eight characters that commands take. */
function said(json: Json | undefined): string {
  if (json === null || json === undefined || json === '') return 'none';
  if (typeof json === 'string') return json.replace(OWN_ID, '$1');
  if (typeof json !== 'object') return String(json);
  const inner = Object.entries(json).map(([key, one]) => (Array.isArray(json) ? said(one) : `${key} ${said(one)}`));
  return inner.length === 0 ? 'none' : `(${inner.join(', ')})`;
}
