// What fired rules do. Routing is decided first, whatever the order written, so that writes and cards know the rep.
import type { Action } from '#features/playbook/schema.ts';
import { announceLead } from './announce-lead.ts';
import { offerLead } from './offer-lead.ts';
import { postOpportunityAlert } from './opportunity-alert.ts';
import type { Fired, RulesTx } from './fired.ts';
import { askForOpportunity, askForTask, askForUpdate } from './crm-writes.ts';

const ORDER: Readonly<Record<Action['kind'], number>> = {
  route: 0,
  create_opportunity: 1,
  create_task: 1,
  update_record: 1,
  alert: 2,
};

/** Runs inside the caller's transaction. */
export async function applyActions(tx: RulesTx, fired: readonly Fired[]): Promise<void> {
  const steps = fired.flatMap((one) => one.rule.do.map((action) => ({ fired: one, action })));
  for (const step of steps.toSorted((one, other) => ORDER[one.action.kind] - ORDER[other.action.kind])) {
    await applyAction(tx, step.fired, step.action);
  }
}

async function applyAction(tx: RulesTx, fired: Fired, action: Action): Promise<void> {
  switch (action.kind) {
    case 'route':
      return offerLead(tx, fired, action);
    case 'create_opportunity':
      return askForOpportunity(tx, fired, action);
    case 'create_task':
      return askForTask(tx, fired, action);
    case 'update_record':
      return askForUpdate(tx, fired, action);
    case 'alert':
      return fired.opportunity === null
        ? announceLead(tx, fired, action)
        : postOpportunityAlert(tx, fired, fired.opportunity, action);
  }
}
