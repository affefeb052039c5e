// A rule: on which event, under which condition, what is done. Refuses combinations that could never work.
import { z } from 'zod';
import { ACTION_KINDS, actionSchema, type Action, type ActionContext } from './actions.ts';
import { EVENT_NAMES } from './events.ts';
import { choice, conditionText, Line, Span } from './values.ts';
import { asList, isBlock, type Issues } from './written.ts';

/** Actions that make sense only where a lead is the subject. On an opportunity they would also feed themselves. */
const LEAD_ONLY: readonly Action['kind'][] = ['create_opportunity', 'route'];

/** Actions of which a rule has one at most; of the others it has one a CRM. */
const ONCE: ReadonlySet<string> = new Set(['route', 'alert']);

export function ruleSchema(context: ActionContext) {
  return z
    .strictObject({
      name: Line.describe('Unique; shown on cards and in the audit log'),
      on: choice(EVENT_NAMES, 'event').describe('The event that the rule stands on'),
      if: conditionText(context.language).optional().describe('CEL, for example lead.score > 85'),
      within: Span.optional().describe('lead.created only: how long a lead counts as new (24h)'),
      refire: choice(['once', 'on_edge'], 'refire')
        .default('once')
        .describe('once a lead, or whenever the condition becomes true again'),
      do: z
        .array(actionSchema(context))
        .min(1, 'a rule needs an action')
        .superRefine(refuseRepeats, { when: () => true }),
    })
    .superRefine(refuseMisfits, { when: () => true });
}

export type Rule = Readonly<z.output<ReturnType<typeof ruleSchema>>>;

/** Runs on whatever was written, also when other parts of it are wrong. */
function refuseRepeats(actions: unknown, issues: Issues): void {
  const seen = new Set<string>();
  for (const [index, action] of asList(actions).entries()) {
    const { kind, crm } = kindOf(action);
    if (kind === null) continue;
    const where = ONCE.has(kind) || typeof crm !== 'string' ? '' : ` in ${crm}`;
    const key = `${kind}${where}`;
    if (seen.has(key)) issues.addIssue({ code: 'custom', message: `this rule does ${key} twice`, path: [index, kind] });
    seen.add(key);
  }
}

function refuseMisfits(rule: unknown, issues: Issues): void {
  if (!isBlock(rule)) return;
  const event = typeof rule['on'] === 'string' ? rule['on'] : '';
  if (rule['within'] !== undefined && event !== 'lead.created' && event !== '') {
    issues.addIssue({ code: 'custom', message: 'within is for lead.created only', path: ['within'] });
  }
  if (!event.startsWith('opportunity.')) return;
  for (const [index, action] of asList(rule['do']).entries()) {
    const { kind } = kindOf(action);
    if (!LEAD_ONLY.some((leadOnly) => leadOnly === kind) || kind === null) continue;
    issues.addIssue({ code: 'custom', message: `${kind} needs a lead event, not ${event}`, path: ['do', index, kind] });
  }
}

/** An action that parsed has a `kind`; one that did not is still as it was written. */
function kindOf(action: unknown): { readonly kind: string | null; readonly crm: unknown } {
  if (!isBlock(action)) return { kind: null, crm: null };
  if (typeof action['kind'] === 'string') return { kind: action['kind'], crm: action['in'] };
  const kind = ACTION_KINDS.find((name) => Object.hasOwn(action, name)) ?? null;
  const settings = kind === null ? null : action[kind];
  return { kind, crm: isBlock(settings) ? settings['in'] : null };
}
