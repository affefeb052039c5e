// The contacts that take part in opportunities.
import { z } from 'zod';
import { idCore } from '../objects.ts';
import type { OrgView } from '../org-view.ts';
import type { Soql } from '../soql.ts';
import * as soql from '../soql.ts';
import { isVisible } from './visible.ts';

const Role = z.object({ OpportunityId: z.string(), ContactId: z.string(), IsPrimary: z.boolean() });

/** Contacts by the core of the opportunity's id, the primary one first. None where the org hides its roles. Throws Fault. */
export async function readContactRoles(
  { client, metadata }: OrgView,
  conditions: readonly Soql[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const contacts = new Map<string, string[]>();
  if (!(await isVisible(metadata, 'OpportunityContactRole'))) return contacts;
  for (const where of conditions) {
    const query = soql.select({
      select: ['OpportunityId', 'ContactId', 'IsPrimary'],
      from: 'OpportunityContactRole',
      where,
      orderBy: ['Id'],
    });
    for (const role of await client.query(query, Role, { kind: 'history', urgency: 'scan' })) {
      const others = contacts.get(idCore(role.OpportunityId)) ?? [];
      const all = role.IsPrimary ? [role.ContactId, ...others] : [...others, role.ContactId];
      contacts.set(idCore(role.OpportunityId), all);
    }
  }
  return contacts;
}
