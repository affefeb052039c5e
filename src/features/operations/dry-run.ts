// DRY_RUN: everything is read and decided on real data, and in place of each write or message the audit log gets a line
// that says what would have happened. What ran dry stays silent afterwards.
import { Fault } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { HeldIntent, IntentHandler } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { ApprovalState } from '#features/approvals/approval.ts';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import { cancelApproval } from '#features/approvals/withdraw-approval.ts';
import { subjectOf } from '#features/leads/bury-intent.ts';
import { OpsPayload, opsIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { AssignPayload } from '#features/leads/intents.ts';
import type { ClaimStore, LeadStore } from '#features/leads/store.ts';
import type { DryRunStore } from './store.ts';
import { wouldHave } from './would-have.ts';

export interface DryRunTx extends ApprovalTx {
  readonly dryRuns: DryRunStore;
  readonly leads: LeadStore;
  readonly claims: ClaimStore;
}

export interface DryRunDeps {
  readonly transact: Transact<DryRunTx>;
  /** For reading, outside of a transaction. */
  readonly stores: DryRunTx;
  readonly clock: Clock;
  readonly log: Log;
}

const SYSTEM = { kind: 'system', part: 'dry-run' } as const;
/** What was decided for real before the dry run is for real, and waits until it is over. */
const WAIT_MS = 5 * MINUTE_MS;

const RUNNING: readonly ApprovalState[] = ['pending', 'changes_requested', 'approved'];

const DRY_RUN_SENTENCE =
  'Signalbox runs dry (DRY_RUN): nothing can be claimed, decided or changed, and nothing is written to a CRM or announced.';

/** At a start with DRY_RUN. The database is marked until a start without it. */
export async function beginDryRun({ transact, clock }: Pick<DryRunDeps, 'transact' | 'clock'>): Promise<void> {
  await transact(async (tx) => {
    const at = clock.now();
    const run = await tx.dryRuns.begin(at);
    if (!run.isNew) return;
    const correlationId = newCorrelationId();
    await tx.audit.append({
      at,
      action: 'dry_run.started',
      actor: SYSTEM,
      subject: 'system',
      after: { started_at: at.toISOString() },
      correlationId,
    });
    const text = 'Leads are read and decided on; /signalbox audit says what would have been written and announced.';
    await tx.outbox.put(opsIntent(`dry-run:${run.id}`, { text, hold: null }, { at, correlationId }));
  });
}

export interface EndDeps extends Omit<DryRunDeps, 'stores'> {
  readonly playbook: PlaybookInForce;
}

/**
 * At a start without DRY_RUN. Leads that only the dry run saw count as mirrored: nothing of them is announced later. What
 * it asked people for is withdrawn before anybody heard of it.
 */
export async function endDryRun(deps: EndDeps): Promise<void> {
  const { transact, clock, log } = deps;
  await transact(async (tx) => {
    const at = clock.now();
    const run = await tx.dryRuns.end(at);
    if (!run) return;
    const correlationId = newCorrelationId();
    await withdrawAsked(tx, deps, run.startedAt, { at, correlationId });
    const silenced = await tx.dryRuns.silence(run.startedAt, at);
    await tx.audit.append({
      at,
      action: 'dry_run.ended',
      actor: SYSTEM,
      subject: 'system',
      before: { started_at: run.startedAt.toISOString() },
      after: { leads: silenced.length },
      correlationId,
    });
    log.info('the dry run is over', { since: run.startedAt, leads: silenced.length });
    const text = `The dry run is over. ${silenced.length} leads that it saw stay silent; what comes in from now on is announced and written.`;
    await tx.outbox.put(opsIntent(`dry-run:${run.id}:ended`, { text, hold: null }, { at, correlationId }));
  });
}

async function withdrawAsked(tx: DryRunTx, { playbook }: EndDeps, since: Date, cause: Cause): Promise<void> {
  const because = 'it was asked for in a dry run';
  for (;;) {
    const asked = await tx.approvals.list({ states: RUNNING, since, limit: 100 });
    if (asked.length === 0) return;
    for (const { id } of asked) await cancelApproval(tx, { playbook }, { approval: id, because, by: SYSTEM, cause });
  }
}

/** In place of the handler. Messages to ops do go out, marked. */
export function dryHandler<Tx extends DryRunTx>(
  deps: DryRunDeps,
  kind: string,
  handler: IntentHandler<Tx>,
): IntentHandler<Tx> {
  return async (intent) => {
    const run = await deps.stores.dryRuns.current();
    if (!run) throw new Fault('unavailable', 'another process on this database runs without DRY_RUN');
    if (kind === 'ops.message') return handler(marked(intent));
    if (intent.createdAt < run.startedAt) {
      return { kind: 'later', afterMs: WAIT_MS, because: 'decided before the dry run, and waits for its end' };
    }
    const what = await wouldHave(deps.stores, intent);
    deps.log.info('dry run: would have acted', { kind, what, correlationId: intent.correlationId });
    return {
      kind: 'done',
      async commit(tx) {
        const at = deps.clock.now();
        await tx.audit.append({
          at,
          action: 'dry_run.would_have',
          actor: SYSTEM,
          subject: subjectOf(intent),
          after: { kind, what: `dry run: would have ${what}` },
          correlationId: intent.correlationId,
        });
        // Nobody writes this claim any more, so nobody shall wait for it.
        if (kind === 'crm.assign') await tx.claims.setState(AssignPayload.parse(intent.payload).claim, 'ended', at);
      },
    };
  };
}

/** For what people do: their decisions would be kept without ever reaching a CRM. */
export function refuseChanges(): Promise<never> {
  return Promise.reject(new Fault('refused', DRY_RUN_SENTENCE));
}

function marked(intent: HeldIntent): HeldIntent {
  const payload = OpsPayload.parse(intent.payload);
  return { ...intent, payload: { ...payload, text: `Dry run. ${payload.text}` } };
}
