// Writes one owner change of a claim to its CRM; when it is the claim's last, the claim is settled with it.
import { Fault, mayPass } from '#kernel/errors.ts';
import { elapsed, HOUR_MS } from '#kernel/time.ts';
import type { AssignOutcome, Crm } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { Claim, ClaimWrite, WriteAnswer } from './claim.ts';
import { AssignPayload } from './intents.ts';
import { crmOf } from './outbox-tx.ts';
import type { CrmWriterDeps, LeadOutcome } from './outbox-tx.ts';
import { expectedNow } from './owner-plan.ts';
import { settleClaim } from './settle-claim.ts';
import { leadSubject } from './lead.ts';

/** Shorter than what the outbox tries an intent for: its dead letter would leave the claim without an answer. */
const PATIENCE_MS = 22 * HOUR_MS;

type Answered = WriteAnswer & { readonly outcome: Exclude<WriteAnswer['outcome'], 'pending'> };

/** Outbox handler `crm.assign`. Repeatable: an owner that is there already is not written again. */
export async function assignOwner(deps: CrmWriterDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const payload = AssignPayload.parse(intent.payload);
  const claim = await deps.stores.claims.get(payload.claim);
  const write = claim?.writes.find((one) => refKey(one) === refKey(payload.ref));
  if (!claim || !write || write.outcome !== 'pending') return { kind: 'done' };
  const crm = crmOf(deps, write.crm);
  const answer: Answered = crm
    ? await assign(deps, crm, claim, write, elapsed(intent.createdAt, deps.clock.now()))
    : { outcome: 'refused', message: `${write.crm} is no longer connected`, rival: null };
  const { outcome, message } = answer;
  return {
    kind: 'done',
    async commit(tx) {
      const at = deps.clock.now();
      await tx.claims.setWrite(claim.id, write, answer);
      await tx.audit.append({
        at,
        action: `crm.owner_${outcome}`,
        actor: { kind: 'person', slack: claim.by },
        subject: leadSubject(claim.leadId),
        before: { record: refKey(write), owner: write.expected },
        after: {
          record: refKey(write),
          owner: write.target,
          claim: claim.id,
          ...(message === null ? {} : { message }),
        },
        correlationId: intent.correlationId,
      });
      await settleClaim(tx, {
        playbook: deps.playbook().playbook,
        claimId: claim.id,
        at,
        correlationId: intent.correlationId,
      });
    },
  };
}

/** A fault that no repeat can mend is an answer too, and so is a day's silence: a claim must not wait for ever. */
async function assign(
  { stores }: CrmWriterDeps,
  crm: Crm,
  claim: Claim,
  write: ClaimWrite,
  waitedMs: number,
): Promise<Answered> {
  const expected = expectedNow(await stores.claims.history(claim.leadId), claim, write);
  const { object, id, target } = write;
  const result = await crm
    .assign({ ref: { crm: crm.name, object, id }, to: target, expected })
    .catch((error: unknown) => asRefusal(error, waitedMs));
  switch (result.kind) {
    case 'assigned':
    case 'unchanged':
    case 'gone':
      return { outcome: result.kind, message: null, rival: null };
    case 'refused':
      return { outcome: 'refused', message: result.message, rival: null };
    case 'conflict': {
      const owner = result.ownerId === null ? null : await stores.directory.crmUser(write.crm, result.ownerId);
      return { outcome: 'conflict', message: owner?.name ?? result.ownerId, rival: result.ownerId };
    }
  }
}

function asRefusal(error: unknown, waitedMs: number): AssignOutcome {
  if (!(error instanceof Fault) || (mayPass(error) && waitedMs < PATIENCE_MS)) throw error;
  return { kind: 'refused', message: error.message };
}
