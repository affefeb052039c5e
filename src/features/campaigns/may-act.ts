// Who may change, launch and stop a campaign: whoever planned it, its owner, ops and admins.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { addressesOf } from '#features/people/aliases.ts';
import { personNamed } from '#features/people/owner-of.ts';
import { isOps } from '#features/people/roles.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Campaign } from './campaign.ts';

export interface NotYours {
  readonly kind: 'not_yours';
  readonly campaign: Campaign;
  /** Who may, beside ops and admins. */
  readonly who: readonly SlackUserId[];
}

function mayAct(playbook: Playbook, { createdBy, plan }: Campaign, person: SlackPerson): boolean {
  if (createdBy === person.id || isOps(playbook, person)) return true;
  return plan.owner !== null && addressesOf(playbook, person).includes(plan.owner);
}

/** Null when this person may. */
export async function refuseOthers(
  { directory }: { readonly directory: DirectoryStore },
  playbook: Playbook,
  campaign: Campaign,
  person: SlackPerson,
): Promise<NotYours | null> {
  return mayAct(playbook, campaign, person)
    ? null
    : { kind: 'not_yours', campaign, who: await runners(directory, playbook, campaign) };
}

/** Whoever planned it and its owner, as far as they are in Slack. */
export async function runners(
  directory: DirectoryStore,
  playbook: Playbook,
  { createdBy, plan }: Campaign,
): Promise<readonly SlackUserId[]> {
  const owner = plan.owner === null ? null : await personNamed({ directory, playbook }, plan.owner);
  return [...new Set([createdBy, owner?.id ?? null])].filter((one) => one !== null);
}
