// Who carries out each kind of intent, held back while what they need is away.
import type { Stores } from '#adapters/postgres/stores.ts';
import { incidentIntentHandlers } from '#features/anomalies/telling/incident-handlers.ts';
import { approvalIntentHandlers } from '#features/approvals/outbox-handlers.ts';
import { buryWrite } from '#features/campaigns/bury-write.ts';
import { campaignViewHandlers } from '#features/campaigns/deliver-card.ts';
import { campaignIntentHandlers } from '#features/campaigns/outbox-handlers.ts';
import { deliverProgress } from '#features/history/deliver-progress.ts';
import { homeIntentHandlers } from '#features/home/outbox-handlers.ts';
import { releaseHold } from '#features/intake/release-hold.ts';
import type { DeliveryDeps } from '#features/leads/deliver-card.ts';
import { buryIntent } from '#features/leads/bury-intent.ts';
import { endDelay, holdBack } from '#features/leads/hold-back.ts';
import { reportIntentHandlers } from '#features/reports/deliver-report.ts';
import { workItemIntentHandlers } from '#features/workitems/outbox-handlers.ts';
import { staysInside } from '#features/messages/sides.ts';
import { dryHandler } from '#features/operations/dry-run.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import type { HeldIntent, IntentHandler } from '#ports/outbox.ts';
import type { Outlook } from '#ports/outlook.ts';
import type { Pace } from '#ports/pace.ts';
import type { Desk } from './desk.ts';

export interface HandlerParts {
  readonly desk: Desk;
  readonly pace: Pace;
  readonly onFirstCard: NonNullable<DeliveryDeps['onFirstCard']>;
  readonly outlook: Outlook;
  /** Nothing is written or announced. */
  readonly dryRun: boolean;
}

export function intentHandlers(parts: HandlerParts): ReadonlyMap<string, IntentHandler<Stores>> {
  const { desk, pace, onFirstCard, outlook, dryRun } = parts;
  const { transact } = desk;
  const delivery = { ...desk, pace };
  const outward = [
    ...leadIntentHandlers({ ...delivery, onFirstCard }),
    ...approvalIntentHandlers(delivery),
    ...campaignViewHandlers(delivery),
    ...campaignIntentHandlers(desk),
    ...workItemIntentHandlers(delivery),
    ...homeIntentHandlers(desk),
    ...reportIntentHandlers(delivery),
    ...incidentIntentHandlers(delivery),
  ].map(([kind, handler]): [string, IntentHandler<Stores>] => {
    const patient = staysInside(kind)
      ? handler
      : holdBack<Stores>({ transact, outlook, clock: desk.clock }, kind, handler);
    return [kind, dryRun ? dryHandler(desk, kind, patient) : patient];
  });
  // Reading goes on in a dry run, and so does telling how far it has come.
  const progress = holdBack<Stores>({ transact, outlook, clock: desk.clock }, 'history.progress', (held) =>
    deliverProgress(delivery, held),
  );
  return new Map([...outward, ['hold.release', (held) => releaseHold(desk, held)], ['history.progress', progress]]);
}

/** What follows when an intent failed for good: it is recorded and said, and nothing waits for it any more. */
export function burial({ clock, playbook }: Pick<DeliveryDeps, 'clock' | 'playbook'>) {
  return (intent: HeldIntent, because: string) => {
    const bury = buryIntent({ clock }, intent, because);
    return async (tx: Stores): Promise<void> => {
      await bury(tx);
      await buryWrite(tx, { clock, playbook }, intent, because);
      await endDelay(tx, intent);
    };
  };
}
