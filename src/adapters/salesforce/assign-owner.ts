// Changes an owner as a claim decided: look, write only if nobody came between, look again. Never fights a person.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { AssignOutcome, Assignment } from '#ports/crm.ts';
import type { ApiCall } from './client.ts';
import { OBJECTS, idCore, isIdOf, isQueue } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { refusalOf, statusOf } from './refusals.ts';
import { instant } from './values.ts';

/** Other writers may touch the record between our look and our write; after this many times it is somebody else's turn. */
const ROUNDS = 4;

const Owned = z.object({ OwnerId: z.string().nullable(), SystemModstamp: z.string() });
type Owned = z.infer<typeof Owned>;

/** See `Crm.assign`. Throws Fault; a repeat is safe. */
export async function assignOwner(org: OrgView, assignment: Assignment): Promise<AssignOutcome> {
  const { ref, to } = assignment;
  if (!isIdOf(ref.object, ref.id)) return { kind: 'gone' };
  if (to === null) return { kind: 'refused', message: 'A Salesforce record always has an owner' };
  try {
    return await lookAndWrite(org, { ...assignment, to });
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_found') return { kind: 'gone' };
    const message = refusalOf(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

/** An assignment to somebody. */
type Handover = Assignment & { readonly to: string };

async function lookAndWrite(org: OrgView, assignment: Handover): Promise<AssignOutcome> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = await readOwner(org, assignment);
    // In a later round it may be our own write whose answer said that somebody came between.
    if (isOwner(before, assignment.to)) return { kind: round === 1 ? 'unchanged' : 'assigned' };
    if (isTaken(before, assignment)) return { kind: 'conflict', ownerId: before.OwnerId };
    if (!(await writeOwner(org, assignment, before))) continue;
    const afterwards = await readOwner(org, assignment);
    return isOwner(afterwards, assignment.to)
      ? { kind: 'assigned' }
      : { kind: 'conflict', ownerId: afterwards.OwnerId };
  }
  throw new Fault('unavailable', 'the record keeps being changed by others in Salesforce');
}

function isOwner({ OwnerId }: Owned, userId: string): boolean {
  return OwnerId !== null && idCore(OwnerId) === idCore(userId);
}

/** Whether a person has it whom we did not decide on. A queue only holds it. */
function isTaken(record: Owned, { expected }: Assignment): boolean {
  if (record.OwnerId === null || isQueue(record.OwnerId)) return false;
  return expected === null || !isOwner(record, expected);
}

function readOwner(org: OrgView, { ref }: Assignment): Promise<Owned> {
  const path = `${recordPath(ref)}?fields=OwnerId,SystemModstamp`;
  return org.client.call({ kind: 'assign', effect: 'read', urgency: 'claim', method: 'GET', path }, Owned);
}

/** False where the record was changed since `before`. The header counts seconds, hence the second look. */
async function writeOwner(org: OrgView, { ref, to }: Handover, before: Owned): Promise<boolean> {
  const headers = {
    'If-Unmodified-Since': instant(before.SystemModstamp).toUTCString(),
    'Sforce-Auto-Assign': 'FALSE',
  };
  const write: ApiCall = {
    kind: 'assign',
    effect: 'idempotent',
    urgency: 'claim',
    method: 'PATCH',
    path: recordPath(ref),
    body: { OwnerId: to },
    headers,
  };
  try {
    await org.client.call(write, z.null());
    return true;
  } catch (error) {
    if (statusOf(error) === 412) return false;
    throw error;
  }
}

function recordPath({ object, id }: Assignment['ref']): string {
  return `/sobjects/${OBJECTS[object].sobject}/${id}`;
}
