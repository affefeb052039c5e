// A playbook that writes to a CRM which is not connected is refused at the start: its rules would route to nobody.
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { Fault } from '#kernel/errors.ts';
import type { CrmName } from '#ports/crm.ts';

/** Throws Fault `not_configured`, naming the first rule and action. */
export function requireNamedCrms({ rules }: Pick<Playbook, 'rules'>, connected: readonly CrmName[]): void {
  for (const rule of rules) {
    for (const action of rule.do) {
      if (!('in' in action) || connected.includes(action.in)) continue;
      const label = CRM_LABELS[action.in];
      throw new Fault(
        'not_configured',
        `The playbook's rule "${rule.name}" has ${action.kind} in ${action.in}, but ${label} is not connected. Set ` +
          `${label}'s settings, or let the rule name the CRM that is connected.`,
      );
    }
  }
}
