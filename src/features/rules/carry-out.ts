// Does what an action was planned to be: now, or when those who were asked have said yes.
import type { ActionPlan } from './action-plan.ts';
import { announceLead } from './announce-lead.ts';
import { askForOpportunity, askForTask, askForUpdate } from './crm-writes.ts';
import type { Fired, RulesTx } from './fired.ts';
import { offerLead } from './offer-lead.ts';
import { postOpportunityAlert } from './opportunity-alert.ts';

/** Runs inside the caller's transaction, behind the lock of the lead that it is about. */
export async function carryOut(tx: RulesTx, fired: Fired, plan: ActionPlan): Promise<void> {
  switch (plan.kind) {
    case 'route':
      return offerLead(tx, fired, plan);
    case 'create_opportunity':
      return askForOpportunity(tx, fired, plan);
    case 'create_task':
      return askForTask(tx, fired, plan);
    case 'update_record':
      return askForUpdate(tx, fired, plan);
    case 'alert':
      return fired.opportunity === null
        ? announceLead(tx, fired, plan)
        : postOpportunityAlert(tx, fired, fired.opportunity, plan);
  }
}
