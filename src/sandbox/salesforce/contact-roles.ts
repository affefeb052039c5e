// Who takes part in an opportunity: the contact that it is made with becomes its primary one, as Salesforce does it.
import type { Org } from './org.ts';
import { addRow, table } from './org.ts';

/** Gives new opportunities their primary contact role from now on. */
export function keepContactRoles(org: Org): void {
  org.listeners.add(({ object, type, id, by }) => {
    const ContactId = table(org, 'Opportunity').get(id)?.['ContactId'] ?? null;
    if (object !== 'Opportunity' || type !== 'created' || ContactId === null) return;
    const role = { OpportunityId: id, ContactId, Role: null, IsPrimary: true, IsDeleted: false };
    addRow(org, 'OpportunityContactRole', role, by);
  });
}
