// The Home tab's listeners: opening it, approving right there, several at once, and naming who decides meanwhile. What is
// done there shows there at once.
import { z } from 'zod';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import { privately } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { buttonValue } from '#features/answering/click.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { fillModal, replyTo, showModal } from '#features/answering/show-modal.ts';
import { answerDecision } from '#features/approvals/answer-outcome.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import { readValue } from '#features/approvals/card-actions.ts';
import type { Pressed } from '#features/approvals/card-actions.ts';
import { endDelegation } from '#features/approvals/delegate.ts';
import { approve } from '#features/approvals/slack.ts';
import { openDetails } from '#features/approvals/slack-modals.ts';
import { turnOfClick } from '#features/people/turn.ts';
import { approveSelected } from './decide-selected.ts';
import type { SelectedOutcome } from './decide-selected.ts';
import type { HomeDesk, HomeTx } from './desk.ts';
import { HOME_ACTIONS, SELECTED } from './home-view.ts';
import { resultsModal } from './modals.ts';
import { publishHome, showDecided } from './publish-home.ts';
import { openDelegate, registerHomeModals } from './slack-modals.ts';

const Opened = z.object({ user: SlackUserId, tab: z.string() });
const Ticked = z.object({
  view: z.object({
    state: z.object({
      values: z.record(
        z.string(),
        z.record(z.string(), z.looseObject({ selected_options: z.array(z.object({ value: z.string() })).optional() })),
      ),
    }),
  }),
});
const Looked = z.object({ selected_option: z.object({ value: z.string() }) });

export function registerHomeListeners<Tx extends HomeTx>(listeners: Listeners, desk: HomeDesk<Tx>): void {
  registerHomeModals(listeners, desk);

  listeners.event('app_home_opened', async ({ event }) => {
    const { user, tab } = Opened.parse(event);
    if (tab !== 'home') return;
    await desk.stores.homes.opened(user, desk.clock.now());
    await publishHome(desk, user, true);
  });

  listeners.action(HOME_ACTIONS.approve, async (click) => {
    const reply = replyTo(click);
    const outcome = await approve(desk, click, reply);
    // The tab shows what was done; only what was not done needs words of its own.
    if (outcome.kind === 'refused') await reply(privately(await answerDecision(desk, outcome)));
    await showDecided(desk, SlackUserId.parse(click.body.user.id));
  });

  listeners.action(HOME_ACTIONS.approveSelected, (click) => approveTicked(desk, click));

  listeners.action(HOME_ACTIONS.look, (click) => {
    const chosen = Looked.safeParse(click.action);
    if (!chosen.success) throw new Fault('invalid_input', 'Nothing was chosen');
    return openDetails(desk, click, readValue(chosen.data.selected_option.value));
  });

  listeners.action(HOME_ACTIONS.delegate, (click) => openDelegate(desk, click));

  listeners.action(HOME_ACTIONS.endDelegation, async (click) => {
    const respond = replyTo(click);
    const delegation = z.coerce.number().int().positive().safeParse(buttonValue(click));
    if (!delegation.success) throw new Fault('invalid_input', 'This button names nothing that I know');
    const outcome = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
      endDelegation({ ...desk, transact }, { delegation: delegation.data, ...(await turnOfClick(desk, click)) }),
    );
    if (outcome.kind === 'refused') {
      const text =
        outcome.because === 'unknown'
          ? 'That is over already.'
          : 'Only they, whoever they named or an admin can end this.';
      await respond(privately(note(text)));
    }
    await showDecided(desk, SlackUserId.parse(click.body.user.id));
  });
}

async function approveTicked<Tx extends HomeTx>(desk: HomeDesk<Tx>, click: ActionArgs): Promise<void> {
  const selected = tickedOn(click);
  const respond = replyTo(click);
  if (selected.length === 0) {
    await click.ack();
    await respond(privately(note('Nothing is ticked. Tick what you approve, then press the button.')));
    return;
  }
  // The click lets one modal be opened, and for three seconds only.
  const shown = await showModal(click, resultsModal(['One moment …']));
  const outcomes = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
    approveSelected({ ...desk, transact }, selected, await turnOfClick(desk, click)),
  );
  await fillModal(click, shown, resultsModal(await resultLines(desk, outcomes)));
  await showDecided(desk, SlackUserId.parse(click.body.user.id));
}

function tickedOn({ body }: ActionArgs): readonly Pressed[] {
  const parsed = Ticked.safeParse(body);
  if (!parsed.success) throw new Fault('invalid_input', 'This button came without what is ticked');
  return Object.entries(parsed.data.view.state.values)
    .filter(([block]) => block.startsWith(SELECTED))
    .flatMap(([, answers]) => Object.values(answers))
    .flatMap(({ selected_options: options = [] }) => options.map(({ value }) => readValue(value)));
}

async function resultLines<Tx extends HomeTx>(
  desk: HomeDesk<Tx>,
  outcomes: readonly SelectedOutcome[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { pressed, outcome } of outcomes) {
    const key = approvalKey(pressed.approval);
    if (outcome.kind === 'decided') lines.push(`✓ ${key} ${outcome.approval.title}`);
    else lines.push(`✗ ${key} was not approved. ${(await answerDecision(desk, outcome)).text}`);
  }
  return lines;
}
