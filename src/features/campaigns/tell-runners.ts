// What those who run a campaign must hear at once, and ops with them.
import { randomUUID } from 'node:crypto';
import { opsIntent, whisperIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { runners } from './may-act.ts';

/** Tells its creator and its owner, each by direct message. `text` is plain. */
export async function tellRunners(
  tx: CampaignTx,
  playbook: Playbook,
  campaign: Campaign,
  text: string,
  cause: Cause,
): Promise<void> {
  for (const to of await runners(tx.directory, playbook, campaign)) {
    await tx.outbox.put(whisperIntent({ channel: null, to, text }, cause));
  }
}

/** Tells them and the ops channel. */
export async function alertAll(
  tx: CampaignTx,
  playbook: Playbook,
  campaign: Campaign,
  text: string,
  cause: Cause,
): Promise<void> {
  await tellRunners(tx, playbook, campaign, text, cause);
  await tx.outbox.put(opsIntent(`campaign:${campaign.id}:${randomUUID()}`, { text, hold: null }, cause));
}
