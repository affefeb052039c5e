// An action that a rule asked for and that was not done: said in the audit log, never silently dropped.
import type { Fired, RulesTx } from './fired.ts';

/** `because` is a sentence for people. */
export async function skipAction(
  tx: Pick<RulesTx, 'audit'>,
  fired: Fired,
  action: string,
  because: string,
): Promise<void> {
  await tx.audit.append({
    at: fired.at,
    action: 'rule.action_skipped',
    actor: { kind: 'rule', rule: fired.rule },
    subject: fired.event.subject,
    after: { action, because },
    playbookVersion: fired.playbook.version,
    correlationId: fired.correlationId,
  });
}
