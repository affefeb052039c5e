// Who may tick off an item of the checklist: those whom the playbook names for it, looked up anew each time; where it names
// nobody, those who run the campaign.
import { electorateFor } from '#features/approvals/electorate.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { refuseOthers } from './may-act.ts';
import type { NotYours } from './may-act.ts';

export type OwnItem = Exclude<Playbook['campaigns']['checklist'][number], string>;

/** The playbook names others for this item. */
export interface NotTheTicker {
  readonly kind: 'not_the_ticker';
  readonly campaign: Campaign;
  readonly item: string;
  /** Who may; nobody where all of them have left. */
  readonly who: readonly SlackUserId[];
}

/** Null when this person may tick it off, or take the tick back. */
export async function refuseTick(
  tx: CampaignTx,
  playbook: Playbook,
  { campaign, item, by, now }: { campaign: Campaign; item: OwnItem; by: SlackPerson; now: Date },
): Promise<NotYours | NotTheTicker | null> {
  if (item.by === undefined) return refuseOthers(tx, playbook, campaign, by);
  const asking = { requestedBy: campaign.createdBy, policy: { named: { 'campaign.owner': campaign.plan.owner } } };
  const electorate = await electorateFor(tx, playbook, asking, now);
  const places = await electorate.placesOf(item.by);
  const who = places.flatMap((place) => (place.who === null ? [] : [place.who]));
  return who.includes(by.id) ? null : { kind: 'not_the_ticker', campaign, item: item.id, who };
}
