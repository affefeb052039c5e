// What the owner of a record is called: the address of the CRM's user, else the CRM's id with its name. Files that were
// imported name owners as people do, and are taken at their word. A queue is nobody.
import { Prisma } from '../../../generated/prisma/client.ts';

/** Of a record under this alias, which is joined with `crm_user u`. HubSpot's ids are numbers, Salesforce's begin with 00. */
export function ownerName(alias: 'r' | 'deal'): Prisma.Sql {
  return Prisma.raw(`CASE WHEN u.kind = 'queue' OR ${alias}.crm = 'salesforce' AND ${alias}.owner_id LIKE '00G%' THEN NULL
    WHEN u.email IS NOT NULL THEN lower(u.email)
    WHEN ${alias}.owner_id ~ '^([0-9]+|00[0-9A-Za-z]{13}|00[0-9A-Za-z]{16})$' THEN ${alias}.crm || ':' || ${alias}.owner_id
    ELSE lower(btrim(${alias}.owner_id)) END`);
}
