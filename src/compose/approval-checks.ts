// What the doctor says of approvals and campaigns: approvers that nobody can be, and CRMs that do not let us look.
import type { Stores } from '#adapters/postgres/stores.ts';
import { approverTroubles } from '#features/people/approver-troubles.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Check, Finding } from '#features/operations/check.ts';
import type { Log } from '#ports/log.ts';
import type { CrmWatch } from './crm-watch.ts';

export interface ApprovalCheckParts {
  readonly stores: Pick<Stores, 'directory' | 'groups'>;
  readonly playbook: PlaybookInForce;
  readonly campaigns: Pick<CrmWatch, 'refusals'>;
  readonly workItems: Pick<CrmWatch, 'refusals'>;
}

const SHOWN = 10;

export function approvalChecks(parts: ApprovalCheckParts): readonly Check[] {
  return [
    { title: 'Approvers', look: () => approvers(parts) },
    { title: 'Campaigns', look: () => watched(parts.campaigns, 'campaigns are read from every CRM') },
    { title: 'Salesforce approvals', look: () => watched(parts.workItems, 'are read where there are any') },
  ];
}

/** Says so in the log when the playbook was put in force: a step without anybody goes to whom it escalates to. */
export async function warnOfApprovers(
  { stores, playbook }: Pick<ApprovalCheckParts, 'stores' | 'playbook'>,
  log: Log,
): Promise<void> {
  const troubles = await approverTroubles(stores, playbook().playbook);
  if (troubles.length > 0) log.error('approvers in the playbook that nobody can be', { troubles });
}

async function approvers({ stores, playbook }: ApprovalCheckParts): Promise<Finding> {
  const { playbook: rules } = playbook();
  const count = rules.approvals.length;
  const details = await approverTroubles(stores, rules);
  if (details.length === 0) return { kind: 'fine', says: `${count} policies, somebody can decide in each step` };
  return {
    kind: 'trouble',
    says: `${details.length} troubles with the approvers of ${count} policies; such a step goes to whom it escalates to`,
    mend: 'Mend the group in Slack, or "approvals" in the playbook.',
    details: details.slice(0, SHOWN),
  };
}

function watched({ refusals }: Pick<CrmWatch, 'refusals'>, fine: string): Finding {
  const details = Array.from(refusals(), ([crm, words]) => `${CRM_LABELS[crm]}: ${words}`);
  if (details.length === 0) return { kind: 'fine', says: fine };
  return {
    kind: 'notice',
    says: 'not every CRM lets us look',
    mend: 'The scopes and permissions that it takes are in docs/connecting.md; leads do not need them.',
    details,
  };
}
