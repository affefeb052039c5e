// Slack's clicks on requests of Salesforce's own approvals: each handler parses, calls one verb and answers.
import { z } from 'zod';
import { privately } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { ChannelId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { buttonValue } from '#features/answering/click.ts';
import { commitThenAck, withinTime } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { fillModal, replyTo, showModal } from '#features/answering/show-modal.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import { answerWorkItem } from './answers.ts';
import { WORK_ITEM_ACTIONS } from './card-view.ts';
import { decideWorkItem } from './decide-work-item.ts';
import type { WorkItemDesk, WorkItemTx } from './desk.ts';
import { COMMENT, VALUE, WORK_ITEM_MODAL, workItemModal } from './modals.ts';
import type { WorkItemFormState } from './modals.ts';
import { WORK_ITEM_VERDICTS } from './work-item.ts';
import type { WorkItemVerdict } from './work-item.ts';

const Pressed = z.object({ crm: z.enum(CRM_NAMES), item: z.string().regex(/^\w{1,40}$/) });
const State = Pressed.extend({ verdict: z.enum(WORK_ITEM_VERDICTS), channel: ChannelId.nullable() });

export function registerWorkItemListeners<Tx extends WorkItemTx>(listeners: Listeners, desk: WorkItemDesk<Tx>): void {
  listeners.action(WORK_ITEM_ACTIONS.approve, async (click) => {
    const respond = replyTo(click);
    const outcome = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) => {
      const turn = await turnOfClick(desk, click);
      return decideWorkItem({ ...desk, transact }, { ...pressedOf(click), verdict: 'approve', comment: null, ...turn });
    });
    await respond(privately(note(answerWorkItem(outcome))));
  });
  listeners.action(WORK_ITEM_ACTIONS.comment, (click) => openForm(desk, click, 'approve'));
  listeners.action(WORK_ITEM_ACTIONS.reject, (click) => openForm(desk, click, 'reject'));
  listeners.view(WORK_ITEM_MODAL, (args) => submit(desk, args));
}

/** Throws Fault `invalid_input` for a value that no card of ours carries. */
function pressedOf(click: ActionArgs): z.infer<typeof Pressed> {
  const [crm, item, ...rest] = buttonValue(click).split(':');
  const parsed = Pressed.safeParse({ crm, item });
  if (!parsed.success || rest.length > 0) throw new Fault('invalid_input', 'This button is of no card of ours.');
  return parsed.data;
}

async function openForm<Tx extends WorkItemTx>(
  desk: WorkItemDesk<Tx>,
  click: ActionArgs,
  verdict: WorkItemVerdict,
): Promise<void> {
  await click.ack();
  const pressed = pressedOf(click);
  const state: WorkItemFormState = { ...pressed, verdict, channel: click.body.channel?.id ?? null };
  const shown = await showModal(click, workItemModal(state, null));
  const item = await desk.stores.workItems.get(pressed.crm, pressed.item);
  // Who may not answer learns nothing of the record either; the submission says why.
  if (item?.person === click.body.user.id) await fillModal(click, shown, workItemModal(state, item));
}

async function submit<Tx extends WorkItemTx>(desk: WorkItemDesk<Tx>, args: ViewArgs): Promise<void> {
  const { channel, ...state } = State.parse(JSON.parse(args.view.private_metadata));
  const comment = args.view.state.values[COMMENT]?.[VALUE]?.value?.trim() ?? '';
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, args.body.user.id, channel ?? undefined);
    return decideWorkItem({ ...desk, transact }, { ...state, comment: comment === '' ? null : comment, ...turn });
  });
  if (outcome.kind === 'deciding') await args.ack();
  else await args.ack({ response_action: 'errors', errors: { [COMMENT]: answerWorkItem(outcome) } });
}
