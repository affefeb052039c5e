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
  for (const record of ownedWithLead(lead)) {
    const ownership = await ownerOf({ directory: tx.directory, playbook }, person, record.crm);
    if (ownership.kind !== 'owner') {
      return { kind: 'no_crm_user', crm: record.crm, inactive: ownership.kind === 'inactive' };
    }
    writes.push(await planWrite(tx, lead, record, ownership.user.id));
  }
  return { kind: 'planned', writes };
}

/** Every owned record goes back to who owned it before the lead was first claimed. */
export async function planBack(tx: PlanTx, lead: Lead): Promise<readonly ClaimWrite[]> {
  const history = await tx.claims.history(lead.id);
  const writes: ClaimWrite[] = [];
  for (const record of ownedWithLead(lead)) {
    writes.push(await planWrite(tx, lead, record, originOf(history, record)));
  }
  return writes;
}

/** The records whose owner follows the lead: the lead itself, and opportunities that our rules made. */
export function ownedWithLead(lead: Lead): readonly LeadRecord[] {
  return lead.records.filter(
    (record) => record.object === 'lead' || (record.object === 'opportunity' && record.madeBy !== null),
  );
}

/** The owner before the unbroken run of claims and hand-overs that ends now. `history` is newest first. Pure. */
export function originOf(history: readonly Claim[], ref: RecordRef): string | null {
  let origin: string | null = null;
  for (const claim of history) {
    if (claim.kind === 'release') break;
    const write = writeOf(claim, ref);
    if (write) origin = write.expected;
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
  return {
    crm,
    object,
    id,
    expected: await expectedOwner(tx, lead, record),
    target,
    outcome: 'pending',
    message: null,
    rival: null,
  };
}

async function expectedOwner(
  tx: Pick<PlanTx, 'claims' | 'mirror'>,
  lead: Lead,
  record: LeadRecord,
): Promise<string | null> {
  const current = await tx.claims.current(lead.id);
  const ours = current ? writeOf(current, record) : undefined;
  if (ours && (ours.outcome === 'assigned' || ours.outcome === 'unchanged' || ours.outcome === 'pending')) {
    return ours.target;
  }
  const mirrored = await tx.mirror.get(record);
  return mirrored?.ownerId ?? record.ownerId;
}

function writeOf(claim: Claim, ref: RecordRef): ClaimWrite | undefined {
  return claim.writes.find((write) => refKey(write) === refKey(ref));
}
