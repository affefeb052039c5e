// Which records change owner when a lead changes hands, from whom and to whom.
import type { CrmName, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { MirrorStore } from '#features/intake/store.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Claim, ClaimWrite } from './claim.ts';
import type { Lead, LeadRecord } from './lead.ts';
import { livingRecords } from './living-records.ts';
import type { ClaimStore } from './store.ts';

export interface PlanTx {
  readonly claims: ClaimStore;
  readonly mirror: MirrorStore;
  readonly directory: DirectoryStore;
}

export type OwnerPlan =
  | { readonly kind: 'planned'; readonly writes: readonly ClaimWrite[] }
  | { readonly kind: 'no_crm_user'; readonly crm: CrmName; readonly inactive: boolean };

/** Every owned record goes to this person; refused when they have no active user in one of the CRMs. */
export async function planFor(tx: PlanTx, playbook: Playbook, lead: Lead, person: SlackPerson): Promise<OwnerPlan> {
  const writes: ClaimWrite[] = [];
  for (const record of await ownedWithLead(tx, lead)) {
    const ownership = await ownerOf({ directory: tx.directory, playbook }, person, record.crm);
    if (ownership.kind !== 'owner') {
      return { kind: 'no_crm_user', crm: record.crm, inactive: ownership.kind === 'inactive' };
    }
    writes.push(await planWrite(tx, lead, record, ownership.user.id));
  }
  return { kind: 'planned', writes };
}

/** Every record that changed hands with the lead goes back to who owned it before. */
export async function planBack(tx: PlanTx, lead: Lead): Promise<readonly ClaimWrite[]> {
  const history = await tx.claims.history(lead.id);
  const writes: ClaimWrite[] = [];
  for (const record of await ownedWithLead(tx, lead)) {
    const origin = originOf(history, record);
    if (origin) writes.push(await planWrite(tx, lead, record, origin.owner));
  }
  return writes;
}

/** The records whose owner follows the lead: the lead itself, and opportunities that our rules made; none deleted. */
async function ownedWithLead({ mirror }: PlanTx, lead: Lead): Promise<readonly LeadRecord[]> {
  return (await livingRecords(mirror, lead)).filter(
    (record) => record.object === 'lead' || (record.object === 'opportunity' && record.madeBy !== null),
  );
}

/**
 * Who owned a record before the unbroken run of our changes that ends now; null when no claim has moved it. What a CRM
 * refused moved nothing, and somebody's own choice in the CRM ends the run. `history` is newest first. Pure.
 */
export function originOf(history: readonly Claim[], ref: RecordRef): { readonly owner: string | null } | null {
  let origin: { readonly owner: string | null } | null = null;
  for (const claim of history) {
    if (claim.kind === 'release') break;
    const write = writeOf(claim, ref);
    if (write?.outcome === 'conflict') break;
    if (write && write.outcome !== 'refused' && write.outcome !== 'gone') origin = { owner: write.expected };
  }
  return origin;
}

/** One planned owner change, expecting the owner whom our last write or the mirror names. */
export async function planWrite(
  tx: Pick<PlanTx, 'claims' | 'mirror'>,
  lead: Lead,
  record: LeadRecord,
  target: string | null,
): Promise<ClaimWrite> {
  const { crm, object, id } = record;
  const expected = await expectedOwner(tx, lead, record);
  return { crm, object, id, expected, target, outcome: 'pending', message: null, rival: null };
}

/** Who owns a record of this lead, as far as our last write or the mirror says. */
export async function expectedOwner(
  tx: Pick<PlanTx, 'claims' | 'mirror'>,
  lead: Lead,
  record: LeadRecord,
): Promise<string | null> {
  const current = await tx.claims.current(lead.id);
  const ours = current ? writeOf(current, record) : undefined;
  const known = ours ? ownerAfter(ours) : undefined;
  if (known !== undefined) return known;
  const mirrored = await tx.mirror.get(record);
  return mirrored?.ownerId ?? record.ownerId;
}

/** Whom a write left the record with, or will; undefined where it says nothing about that. */
function ownerAfter({ outcome, target, rival }: ClaimWrite): string | null | undefined {
  switch (outcome) {
    case 'pending':
    case 'assigned':
    case 'unchanged':
      return target;
    case 'conflict':
      return rival;
    case 'refused':
    case 'gone':
      return undefined;
  }
}

/**
 * The owner to compare with when a write's turn has come: a decision that counted on an earlier write, which the CRM
 * then refused, finds the owner from before that one. `history` is newest first. Pure.
 */
export function expectedNow(history: readonly Claim[], claim: Claim, write: ClaimWrite): string | null {
  const earlier = history.slice(history.findIndex(({ id }) => id === claim.id) + 1);
  let { expected } = write;
  for (const one of earlier) {
    const before = writeOf(one, write);
    if (!before) continue;
    if (before.outcome !== 'refused' || before.target !== expected) break;
    ({ expected } = before);
  }
  return expected;
}

function writeOf(claim: Claim, ref: RecordRef): ClaimWrite | undefined {
  return claim.writes.find((write) => refKey(write) === refKey(ref));
}
