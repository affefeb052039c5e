// Slack's clicks and commands on leads: each handler parses, calls one verb and answers privately.
import { z } from 'zod';
import { privately, publicly, replacing } from '#blockkit/replies.ts';
import { LeadId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import { turnOfClick, turnOf } from '#features/people/turn.ts';
import type { Click } from '#features/people/turn.ts';
import { answerLeadCommand, counted, leadList } from './answer-command.ts';
import { buttonValue } from '#features/answering/click.ts';
import { inTime } from '#features/answering/answer-in-time.ts';
import { MORE } from './card-list-view.ts';
import type { More } from './card-list-view.ts';
import { CARD_ACTIONS } from './card-view.ts';
import { claimLead } from './claim-lead.ts';
import { answerTo } from './desk.ts';
import type { LeadDesk } from './desk.ts';
import { releaseLead } from './give-up.ts';
import { parseLeadCommand } from './lead-command.ts';
import { LIST_ACTIONS } from './list-view.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';

const RowChoice = z.object({ type: z.literal('overflow'), selected_option: z.object({ value: z.string() }) });
const Place = z.object({
  list: z.enum(['open', 'mine']),
  after: z.object({ changedAt: z.iso.datetime(), id: LeadId }).nullable(),
});

export function registerLeadListeners(listeners: Listeners, desk: LeadDesk): void {
  listeners.command('/lead', async ({ ack, command, respond }) => {
    await ack();
    const parsed = parseLeadCommand(command.text);
    const answer = await inTime(respond, async () =>
      answerLeadCommand(desk, await turnOf(desk, command.user_id, command.channel_id), parsed),
    );
    await respond('share' in parsed && parsed.share ? publicly(answer) : privately(answer));
  });

  listeners.action(CARD_ACTIONS.claim, async (click) => {
    const outcome = await commitThenAck(click, desk.transact, async (transact) => {
      const turn = await turnOfClick(desk, click);
      return counted(desk, claimLead({ ...desk, transact }, { lead: leadOf(click), ...turn }));
    });
    await click.respond(privately(await answerTo(desk, outcome)));
  });

  listeners.action(CARD_ACTIONS.release, (click) => release(desk, click));

  listeners.action(LIST_ACTIONS.next, async ({ ack, ...click }) => {
    await ack();
    const place = Place.parse(JSON.parse(buttonValue(click)));
    const page = await inTime(click.respond, async () => leadList(desk, await turnOfClick(desk, click), place));
    await click.respond(replacing(page));
  });
}

export async function release(desk: LeadDesk, click: ActionArgs): Promise<void> {
  const outcome = await commitThenAck(click, desk.transact, async (transact) => {
    const turn = await turnOfClick(desk, click);
    return releaseLead({ ...desk, transact }, { lead: leadOf(click), ...turn });
  });
  await click.respond(privately(await answerTo(desk, outcome)));
}

/** The lead that a card's button names, or a choice behind the three dots of a list's row. */
export function leadOf(click: Click): LeadId {
  const choice = RowChoice.safeParse(click.action);
  return LeadId.parse(choice.success ? choice.data.selected_option.value.split(':')[1] : buttonValue(click));
}

/** What was chosen behind the three dots. */
export function moreOf({ action }: Click): More {
  return z.enum(MORE).parse(RowChoice.parse(action).selected_option.value.split(':')[0]);
}
