// Answers `/campaign`: calls one verb, says what came of it and shows the campaign as it is now.
import { note } from '#features/answering/note.ts';
import type { Turn } from '#features/people/turn.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import { answerApprove, answerReject } from './answer-approvals.ts';
import { answerDelegate, answerDelegateOff } from './answer-delegation.ts';
import { answerOutcome } from './answer-outcome.ts';
import type { CampaignOutcome } from './answers.ts';
import { closeCampaign } from './close-campaign.ts';
import { CAMPAIGN_HELP } from './command-words.ts';
import type { CampaignCommand } from './command.ts';
import type { CampaignDesk } from './desk.ts';
import { campaignHistory } from './campaign-history.ts';
import { killCampaign } from './kill-campaign.ts';
import { launchCampaign } from './launch-campaign.ts';
import { saying } from './modals.ts';
import { pauseCampaign } from './pause-campaign.ts';
import { resumeCampaign } from './resume-campaign.ts';
import { campaignList, cardOf, unknownText } from './show-campaign.ts';
import { submitCampaign } from './submit-campaign.ts';
import { tickItem } from './tick-item.ts';

/** What opens a form is not answered but opened (slack.ts). */
export type AnsweredCommand = Exclude<CampaignCommand, { kind: 'new' | 'edit' }>;

export async function answerCampaignCommand(
  desk: CampaignDesk,
  turn: Turn,
  command: AnsweredCommand,
): Promise<Message> {
  switch (command.kind) {
    case 'help':
      return note(CAMPAIGN_HELP);
    case 'unclear':
      return note(`${command.because}\n\nEverything it understands: /campaign help`);
    case 'list':
      return campaignList(desk, turn, { list: command.list, text: command.text, before: null });
    case 'show':
      return (await cardOf(desk, command.campaign)) ?? note(unknownText(command.campaign));
    case 'history':
      return campaignHistory(desk, { campaign: command.campaign, skip: 0 });
    case 'approve':
      return answerApprove(desk, turn, command);
    case 'reject':
      return answerReject(desk, turn, command);
    case 'delegate':
      return answerDelegate(desk, turn, command);
    case 'delegate_off':
      return answerDelegateOff(desk, turn);
    case 'submit':
    case 'launch':
    case 'pause':
    case 'resume':
    case 'close':
    case 'kill':
    case 'tick':
      return answerWith(desk, command.campaign, await act(desk, turn, command));
  }
}

type Acting = Extract<AnsweredCommand, { kind: 'submit' | 'launch' | 'pause' | 'resume' | 'close' | 'kill' | 'tick' }>;

async function act(desk: CampaignDesk, turn: Turn, command: Acting): Promise<CampaignOutcome | string> {
  const input = { campaign: command.campaign, ...turn };
  switch (command.kind) {
    case 'submit':
      return submitCampaign(desk, input);
    case 'launch':
      return launchCampaign(desk, input);
    case 'pause':
      return pauseCampaign(desk, { ...input, reason: command.reason });
    case 'resume':
      return resumeCampaign(desk, input);
    case 'close':
      return closeCampaign(desk, { ...input, reason: null });
    case 'kill':
      return killCampaign(desk, { ...input, reason: command.reason });
    case 'tick':
      return command.item === null ? tickText(desk) : tickItem(desk, { ...input, item: command.item, ok: command.ok });
  }
}

/** What people tick off, where nobody said which. */
function tickText({ playbook }: CampaignDesk): string {
  const items = playbook().playbook.campaigns.checklist.flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  if (items.length === 0) return 'The playbook has nothing for a person to tick off: everything is checked by itself.';
  const named = items.map(({ id, ask }) => `${id} (${ask})`).join(', ');
  return `Say which: /campaign tick ID ITEM, or press Tick off below. Items are ${named}.`;
}

async function answerWith(desk: CampaignDesk, id: CampaignId, outcome: CampaignOutcome | string): Promise<Message> {
  const text = typeof outcome === 'string' ? outcome : await answerOutcome(desk, outcome);
  const card = await cardOf(desk, id);
  return card === null ? note(text) : saying(text, card);
}
