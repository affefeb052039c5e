// Shows somebody their Home tab as it is by now, unless it shows that already. Only for those who ever opened it.
import { createHash } from 'node:crypto';
import { mayPass } from '#kernel/errors.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { HomePayload } from '#features/approvals/intents.ts';
import type { HomeDesk, HomeTx } from './desk.ts';
import { loadHome } from './home-data.ts';
import { renderHome } from './home-view.ts';

export type HomeDeliveryDeps<Tx extends HomeTx> = Pick<
  HomeDesk<Tx>,
  'stores' | 'gates' | 'playbook' | 'clock' | 'messenger' | 'health' | 'metrics' | 'values'
>;

/** Outbox handler `home.publish`. */
export async function deliverHome<Tx extends HomeTx>(
  deps: HomeDeliveryDeps<Tx>,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const { person } = HomePayload.parse(intent.payload);
  const known = await deps.stores.homes.known([person]);
  if (known.length > 0) await publishHome(deps, person);
  return { kind: 'done' };
}

/** At once: what somebody did on their tab shows there before they look away. Throws the messenger's Fault. */
export async function publishHome<Tx extends HomeTx>(
  deps: HomeDeliveryDeps<Tx>,
  person: SlackUserId,
  always = false,
): Promise<void> {
  const { homes } = deps.stores;
  const view = renderHome(await loadHome(deps, person));
  const hash = createHash('sha256').update(JSON.stringify(view)).digest('hex');
  if (!always && (await homes.hash(person)) === hash) return;
  await deps.messenger.publishHome(person, view);
  await homes.setHash(person, hash);
}

/**
 * After something was decided there, and stands whatever Slack says: the outbox shows it as well, and so does the tab when
 * it is opened again.
 */
export async function showDecided<Tx extends HomeTx>(deps: HomeDeliveryDeps<Tx>, person: SlackUserId): Promise<void> {
  try {
    await publishHome(deps, person);
  } catch (error) {
    if (!mayPass(error)) throw error;
  }
}
