// How a playbook names those who may decide: `cfo@acme.test`, `group:marketing-managers`, `role:legal`,
// `field:campaign.owner`, `manager_of:requester`. Refuses whom nobody could find.
import { z } from 'zod';
import { nearest } from './nearest.ts';

/** Who may decide: a person, a Slack user group, a role, whoever a field of the record names, or somebody's manager. */
export type ApproverSpec =
  | { readonly kind: 'person'; readonly email: string }
  | { readonly kind: 'group'; readonly handle: string }
  | { readonly kind: 'role'; readonly role: string }
  /** A field of the record that holds an e-mail address: `campaign.owner`. */
  | { readonly kind: 'field'; readonly path: string }
  /** The manager, by the playbook's `people`, of whoever asks (null) or of whom a field names. */
  | { readonly kind: 'manager_of'; readonly path: string | null };

const PERSON = /^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/;
const KINDS = ['group', 'role', 'field', 'manager_of'] as const;
const NAMES: Readonly<Record<(typeof KINDS)[number], RegExp>> = {
  group: /^[a-z0-9][a-z0-9._-]*$/,
  role: /^[a-z][a-z0-9_-]*$/,
  field: /^[a-z]+\.[a-z0-9_]+$/,
  manager_of: /^(requester|[a-z]+\.[a-z0-9_]+)$/,
};
const WORDS =
  'an approver is an e-mail address, group:handle, role:name, field:campaign.owner, manager_of:campaign.owner or manager_of:requester';

/** For editors; what is wrong with a text in particular is said by the check. */
const PATTERN = `^(${[
  '[^\\s@:]+@[^\\s@:]+\\.[^\\s@:]+',
  ...KINDS.map((kind) => `${kind}:${NAMES[kind].source.slice(1, -1)}`),
].join('|')})$`;

export const Approver = z
  .string()
  .meta({ pattern: PATTERN, examples: ['cfo@acme.test', 'group:marketing-managers', 'manager_of:requester'] })
  .transform((written, context): ApproverSpec => {
    const spec = specOf(written);
    if (spec !== null) return spec;
    const message = `${JSON.stringify(written)} is nobody: ${WORDS}`;
    context.addIssue({ code: 'custom', message, params: { suggestion: meantBy(written) } });
    return z.NEVER;
  });

/** As it is written in a playbook. */
export function approverText(approver: ApproverSpec): string {
  switch (approver.kind) {
    case 'person':
      return approver.email;
    case 'group':
      return `group:${approver.handle}`;
    case 'role':
      return `role:${approver.role}`;
    case 'field':
      return `field:${approver.path}`;
    case 'manager_of':
      return `manager_of:${approver.path ?? 'requester'}`;
  }
}

function specOf(written: string): ApproverSpec | null {
  if (PERSON.test(written)) return { kind: 'person', email: written.toLowerCase() };
  const colon = written.indexOf(':');
  const kind = KINDS.find((one) => one === written.slice(0, colon));
  const name = written.slice(colon + 1);
  if (kind === undefined || !NAMES[kind].test(name)) return null;
  switch (kind) {
    case 'group':
      return { kind, handle: name };
    case 'role':
      return { kind, role: name };
    case 'field':
      return { kind, path: name };
    case 'manager_of':
      return { kind, path: name === 'requester' ? null : name };
  }
}

/** `grup:legal`, `group: @Legal` and `@legal` are all meant well. */
function meantBy(written: string): string | null {
  if (written.startsWith('@')) return written.length > 1 ? `group:${written.slice(1).toLowerCase()}` : null;
  const colon = written.indexOf(':');
  if (colon < 1) return null;
  const kind = nearest(written.slice(0, colon).trim(), KINDS);
  const name = written
    .slice(colon + 1)
    .trim()
    .replace(/^@/, '')
    .toLowerCase();
  return kind !== null && NAMES[kind as (typeof KINDS)[number]].test(name) ? `${kind}:${name}` : null;
}
