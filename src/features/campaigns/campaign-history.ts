// `/campaign history`: reads the story and how long its legs took, and hands them to the view.
import { note } from '#features/answering/note.ts';
import type { Message } from '#ports/messenger.ts';
import { calendarOf } from '#features/people/calendar.ts';
import { campaignStory } from './campaign-story.ts';
import type { CampaignDesk } from './desk.ts';
import { historyMessage } from './history-view.ts';
import type { StoryPlace } from './history-view.ts';
import { unknownText } from './show-campaign.ts';
import { velocityOf } from './velocity.ts';

export async function campaignHistory(
  desk: Pick<CampaignDesk, 'stores' | 'playbook'>,
  place: StoryPlace,
): Promise<Message> {
  const campaign = await desk.stores.campaigns.get(place.campaign);
  if (campaign === null) return note(unknownText(place.campaign));
  const { playbook } = desk.playbook();
  const velocity = velocityOf(campaign, calendarOf(playbook, null));
  const lines = await campaignStory(desk.stores, campaign.id);
  return historyMessage({ campaign, lines, velocity, zone: playbook.organization.timezone }, place);
}
