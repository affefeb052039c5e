// Who carries out each kind of intent, held back while what they need is away.
import type { Stores } from '#adapters/postgres/stores.ts';
import type { AbsorbDeps } from '#features/intake/absorbing.ts';
import { releaseHold } from '#features/intake/release-hold.ts';
import type { DeliveryDeps } from '#features/leads/deliver-card.ts';
import { buryIntent } from '#features/leads/bury-intent.ts';
import { endDelay, holdBack } from '#features/leads/hold-back.ts';
import type { CrmWriterDeps } from '#features/leads/outbox-tx.ts';
import { dryHandler } from '#features/operations/dry-run.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import type { HeldIntent, IntentHandler } from '#ports/outbox.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import type { Outlook } from '#ports/outlook.ts';

export interface HandlerParts {
  readonly delivery: DeliveryDeps & CrmWriterDeps & { readonly stores: Stores };
  readonly intake: AbsorbDeps;
  readonly transact: Transact<Stores>;
  readonly outlook: Outlook;
  readonly log: Log;
  /** Nothing is written or announced. */
  readonly dryRun: boolean;
}

export function intentHandlers(parts: HandlerParts): ReadonlyMap<string, IntentHandler<Stores>> {
  const { delivery, intake, transact, outlook, log, dryRun } = parts;
  const { clock } = delivery;
  const stores = delivery.stores;
  const outward = [...leadIntentHandlers(delivery)].map(([kind, handler]): [string, IntentHandler<Stores>] => {
    const patient = holdBack<Stores>({ transact, outlook, clock }, kind, handler);
    return [kind, dryRun ? dryHandler({ transact, stores, clock, log }, kind, patient) : patient];
  });
  return new Map([...outward, ['hold.release', (held) => releaseHold(intake, held)]]);
}

/** What follows when an intent failed for good: it is recorded and said, and nothing waits for it any more. */
export function burial({ clock }: Pick<DeliveryDeps, 'clock'>) {
  return (intent: HeldIntent, because: string) => {
    const bury = buryIntent({ clock }, intent, because);
    return async (tx: Stores): Promise<void> => {
      await bury(tx);
      await endDelay(tx, intent);
    };
  };
}
