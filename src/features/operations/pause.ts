// `/signalbox pause` and `resume`: what comes in is read, decided and recorded as always; nothing is written to a CRM or
// announced in Slack until ops let it go.
import type { CorrelationId } from '#kernel/ids.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import { after, DAY_MS, spanText } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { opsIntent } from '#features/messages/intents.ts';
import { isOps } from '#features/people/roles.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Pause, PauseStore } from './store.ts';

export interface PauseTx {
  readonly pauses: PauseStore;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface PauseDeps {
  readonly transact: Transact<PauseTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface PauseInput {
  readonly by: SlackPerson;
  readonly reason: string | null;
  readonly correlationId: CorrelationId;
}

export type PauseOutcome = { readonly kind: 'paused' | 'already_paused' | 'not_allowed' };

export type ResumeOutcome =
  /** `waiting` messages and CRM writes go out now. */
  { readonly kind: 'resumed'; readonly waiting: number } | { readonly kind: 'not_paused' | 'not_allowed' };

export async function pauseSignalbox(
  deps: PauseDeps,
  { by, reason, correlationId }: PauseInput,
): Promise<PauseOutcome> {
  if (!isOps(deps.playbook().playbook, by)) return { kind: 'not_allowed' };
  return deps.transact(async (tx) => {
    const at = deps.clock.now();
    const pause = await tx.pauses.begin({ reason, by: by.id, at });
    if (!pause) return { kind: 'already_paused' };
    await tx.audit.append({
      at,
      action: 'signalbox.paused',
      actor: { kind: 'person', slack: by.id },
      subject: 'system',
      after: { reason },
      correlationId,
    });
    const why = reason === null ? '' : `: ${reason}`;
    const text = `${by.name} paused Signalbox${why}. Leads are read and decided on as always, but nothing is written to a CRM or announced until somebody in ops types /signalbox resume.`;
    await tx.outbox.put(opsIntent(`paused:${pause.id}`, { text, hold: null }, { at, correlationId }));
    return { kind: 'paused' };
  });
}

/** What waited goes out in its order and at its pace. An offer whose card nobody could see has its whole time again. */
export async function resumeSignalbox(
  deps: PauseDeps,
  { by, correlationId }: Omit<PauseInput, 'reason'>,
): Promise<ResumeOutcome> {
  if (!isOps(deps.playbook().playbook, by)) return { kind: 'not_allowed' };
  return deps.transact(async (tx) => {
    const at = deps.clock.now();
    const pause = await tx.pauses.end(by.id, at);
    if (!pause) return { kind: 'not_paused' };
    const offers = await tx.pauses.restartUnseenOffers(pause.at, at);
    const waiting = await tx.pauses.waiting();
    await tx.audit.append({
      at,
      action: 'signalbox.resumed',
      actor: { kind: 'person', slack: by.id },
      subject: 'system',
      before: { reason: pause.reason, paused_at: pause.at.toISOString() },
      after: { waiting, offers },
      correlationId,
    });
    const text = `${by.name} resumed Signalbox after ${spanText(at.getTime() - pause.at.getTime())}. ${goingOut(waiting)}`;
    await tx.outbox.put(opsIntent(`resumed:${pause.id}`, { text, hold: null }, { at, correlationId }));
    return { kind: 'resumed', waiting };
  });
}

/** Reminds ops once a day of a pause that is still on. True when they were. */
export function remindOfPause({ transact, clock }: Omit<PauseDeps, 'playbook'>): Promise<boolean> {
  return transact(async (tx) => {
    const at = clock.now();
    const pause = await tx.pauses.remind(after(at, -DAY_MS), at);
    if (!pause) return false;
    const correlationId = newCorrelationId();
    const waiting = await tx.pauses.waiting();
    const text = `Signalbox is still paused, for ${spanText(at.getTime() - pause.at.getTime())} now${pause.reason === null ? '' : ` (${pause.reason})`}. ${waitingText(waiting)} /signalbox resume lets everything go.`;
    await tx.outbox.put(
      opsIntent(`pause:${pause.id}:${at.toISOString()}`, { text, hold: null }, { at, correlationId }),
    );
    return true;
  });
}

/** For people who act meanwhile. */
export function pauseSentence({ reason }: Pick<Pause, 'reason'>): string {
  const why = reason === null ? '' : ` (${reason})`;
  return `Signalbox is paused${why}: this is recorded, and the CRM and the card follow when it is resumed.`;
}

export function pauseAnswer(outcome: PauseOutcome | ResumeOutcome): string {
  switch (outcome.kind) {
    case 'paused':
      return 'Signalbox is paused. Leads are read and decided on as always; what follows from it waits for /signalbox resume.';
    case 'already_paused':
      return 'Signalbox is paused already.';
    case 'resumed':
      return `Signalbox goes on. ${goingOut(outcome.waiting)}`;
    case 'not_paused':
      return 'Signalbox is not paused.';
    case 'not_allowed':
      return 'Only ops and admins can pause and resume Signalbox. The playbook lists them under "roles".';
  }
}

function goingOut(waiting: number): string {
  if (waiting === 0) return 'Nothing had to wait.';
  return waiting === 1 ? 'One message or CRM write goes out now.' : `${waiting} messages and CRM writes go out now.`;
}

function waitingText(waiting: number): string {
  return waiting === 1 ? 'One message or CRM write waits.' : `${waiting} messages and CRM writes wait.`;
}
