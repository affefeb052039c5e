// Outbox handlers that need Slack or a CRM do not run while that is known to be away, and the lead's card says in one
// line what waits. Nothing is tried meanwhile, so nothing counts as tried.
import { elapsed, HOUR_MS } from '#kernel/time.ts';
import { z } from 'zod';
import { LeadId } from '#kernel/ids.ts';
import { Fault, mayPass } from '#kernel/errors.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { HeldIntent, Intent, IntentHandler, IntentOutcome } from '#ports/outbox.ts';
import type { Delay, Outlook } from '#ports/outlook.ts';
import type { Transact } from '#ports/transact.ts';
import { sideOf } from '#features/messages/sides.ts';
import type { HandsTx } from './change-hands.ts';
import { cardIntent } from './intents.ts';
import { CRM_LABELS } from './labels.ts';

export interface HoldBackDeps {
  readonly transact: Transact<HandsTx>;
  readonly outlook: Outlook;
  readonly clock: Clock;
}

/** A write that takes a moment longer is no news for a card. */
const SAY_SO_AFTER_MS = 5_000;
/** What has waited for so long is handed to its handler all the same, which knows what giving up means. */
const LONGEST_MS = 21 * HOUR_MS;
/** The outbox looks again no sooner than this, nor later, so that what is back is noticed by more than its own sign. */
const SOONEST_MS = 1_000;
const LATEST_MS = 60_000;

/** The CRM that is written to, and the lead whose card says so when that has to wait; null: Slack. */
type Target = { readonly crm: CrmName; readonly lead: LeadId | null } | null;

/** What neither needs Slack nor a CRM is not wrapped. */
export function holdBack<Tx extends HandsTx>(
  deps: HoldBackDeps,
  kind: string,
  handler: IntentHandler<Tx>,
): IntentHandler<Tx> {
  return async (intent) => {
    const target = crmTarget(intent);
    const delay = target === null ? deps.outlook.slack() : deps.outlook.crm(target.crm, urgencyOf(kind));
    if (delay !== null && elapsed(intent.createdAt, deps.clock.now()) < LONGEST_MS) {
      await sayOnCard(deps, intent, target, delay.because);
      return postponed(target, delay);
    }
    if (target === null) return handler(intent);
    try {
      return withDelayEnded(intent, await handler(intent));
    } catch (error) {
      if (error instanceof Fault && mayPass(error)) {
        await sayOnCard(deps, intent, target, error.code === 'rate_limited' ? 'budget' : 'down');
      }
      throw error;
    }
  };
}

/** The same end, and the lead's card says nothing about this CRM any more. */
function withDelayEnded<Tx extends HandsTx>(intent: HeldIntent, outcome: IntentOutcome<Tx>): IntentOutcome<Tx> {
  if (outcome.kind === 'later') return outcome;
  return {
    ...outcome,
    async commit(tx) {
      await outcome.commit?.(tx);
      await endDelay(tx, intent);
    },
  };
}

/** Runs inside the transaction that ends the intent. */
export async function endDelay(tx: HandsTx, intent: HeldIntent): Promise<void> {
  const target = crmTarget(intent);
  if (target?.lead == null || !(await tx.delays.end(target.lead, target.crm))) return;
  await tx.outbox.put(cardIntent(target.lead, 9, { at: intent.createdAt, correlationId: intent.correlationId }));
}

async function sayOnCard(
  { transact, clock }: HoldBackDeps,
  { createdAt, correlationId }: HeldIntent,
  target: Target,
  because: Delay['because'],
): Promise<void> {
  const lead = target?.lead;
  const now = clock.now();
  if (!target || !lead || elapsed(createdAt, now) < SAY_SO_AFTER_MS) return;
  await transact(async (tx) => {
    if (await tx.delays.begin(lead, target.crm, because, now)) {
      await tx.outbox.put(cardIntent(lead, 9, { at: now, correlationId }));
    }
  });
}

function postponed<Tx>(target: Target, { because, retryAfterMs }: Delay): IntentOutcome<Tx> {
  const whom = target === null ? 'Slack' : CRM_LABELS[target.crm];
  return {
    kind: 'later',
    afterMs: Math.min(LATEST_MS, Math.max(SOONEST_MS, retryAfterMs)),
    because: because === 'down' ? `${whom} does not answer` : `${whom}'s API calls of the day are used up`,
    fault: because === 'down' ? 'unavailable' : 'rate_limited',
  };
}

/** What a person waits for comes before what a rule asked for. */
function urgencyOf(kind: string): 'claim' | 'normal' {
  return kind === 'crm.assign' || kind === 'campaign.stop' || kind === 'workitem.decide' ? 'claim' : 'normal';
}

function crmTarget(intent: Pick<Intent, 'kind' | 'payload'>): Target {
  const side = sideOf(intent);
  return side === null || side === 'slack'
    ? null
    : { crm: side, lead: OfLead.safeParse(intent.payload).data?.lead ?? null };
}

const OfLead = z.object({ lead: LeadId.nullable() });
