// One campaign and lists of them for whoever asks, as they are now.
import { Fault } from '#kernel/errors.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Campaign } from './campaign.ts';
import { campaignKey } from './campaign.ts';
import { loadCampaignCard } from './card-data.ts';
import { renderCampaignCard } from './card-view.ts';
import type { CampaignDesk } from './desk.ts';
import { CAMPAIGN_PAGE, campaignListMessage, LIST_STATES } from './list-view.ts';
import type { CampaignListPlace } from './list-view.ts';

type ShowDesk = Pick<CampaignDesk, 'stores' | 'crms' | 'playbook'>;

/** Null when there is none. */
export async function cardOf(desk: ShowDesk, id: CampaignId): Promise<Message | null> {
  const campaign = await desk.stores.campaigns.get(id);
  return campaign === null ? null : renderCampaignCard(await loadCampaignCard(desk, campaign));
}

/** Throws Fault `not_found` with what to do instead. */
export async function campaignNamed({ stores }: Pick<ShowDesk, 'stores'>, id: CampaignId): Promise<Campaign> {
  const campaign = await stores.campaigns.get(id);
  if (campaign === null) throw new Fault('not_found', unknownText(id));
  return campaign;
}

export function unknownText(id: CampaignId): string {
  return `There is no campaign ${campaignKey(id)}. See all with /campaign list all.`;
}

/** One page of a list; one more campaign than fits tells whether there is a next one. */
export async function campaignList(
  { stores }: Pick<ShowDesk, 'stores'>,
  { by }: Pick<Turn, 'by'>,
  place: CampaignListPlace,
): Promise<Message> {
  const states = LIST_STATES[place.list];
  const found = await stores.campaigns.list({
    ...(states === null ? {} : { states }),
    ...(place.list === 'mine' ? { createdBy: by.id } : {}),
    ...(place.text === '' ? {} : { text: place.text }),
    ...(place.before === null ? {} : { before: place.before }),
    limit: CAMPAIGN_PAGE + 1,
  });
  const shown = found.slice(0, CAMPAIGN_PAGE);
  const last = shown.at(-1);
  const next = found.length > CAMPAIGN_PAGE && last ? { ...place, before: last.id } : null;
  return campaignListMessage(place, shown, next);
}
