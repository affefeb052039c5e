// Who did something: a person in Slack, a rule of the playbook, a CRM's own user, or the system itself.
import type { SlackUserId } from './ids.ts';

export type Actor =
  | { readonly kind: 'person'; readonly slack: SlackUserId }
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'crm'; readonly crm: string; readonly user: string | null }
  | { readonly kind: 'system'; readonly part: string };

/** The actor as one searchable string, for example `person:U0ANA` or `rule:enterprise-leads`. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.slack}`;
    case 'rule':
      return `rule:${actor.rule}`;
    case 'crm':
      return `crm:${actor.crm}:${actor.user ?? 'unknown'}`;
    case 'system':
      return `system:${actor.part}`;
  }
}
