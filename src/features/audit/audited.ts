// What an audited action is, and how one is written down in the lists of them.

/** What a row is about; `docs/audit.md` shows how each is written. */
export type AuditSubject =
  | 'lead'
  | 'opportunity'
  | 'person'
  | 'hold'
  | 'crm'
  | 'playbook'
  | 'ops'
  | 'intent'
  | 'list'
  | 'approval'
  | 'campaign'
  | 'workitem'
  | 'report'
  | 'cost'
  | 'incident'
  | 'watch'
  | 'event'
  | 'system';

export interface AuditedAction {
  readonly subject: readonly AuditSubject[];
  /** Keys that `before` may hold. */
  readonly before: readonly string[];
  /** Keys that `after` may hold. */
  readonly after: readonly string[];
  /** When a row is written, after "when". */
  readonly when: string;
}

/** Names in lists are separated by commas. */
export function audited(subject: string, before: string, after: string, when: string): AuditedAction {
  return { subject: words(subject) as readonly AuditSubject[], before: words(before), after: words(after), when };
}

function words(list: string): readonly string[] {
  return list === '' ? [] : list.split(', ');
}
