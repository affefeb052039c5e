// Following questions in Slack: the form, its preview, and a closer look at a line of a digest.
import { modal, section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { cronProblem, nextRun } from '#features/playbook/cron.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { turnOf } from '#features/people/turn.ts';
import type { ActionArgs, CommandArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { composeDigest } from './compose-digest.ts';
import { digestBlocks } from './digest-view.ts';
import type { ReportDesk } from './desk.ts';
import {
  FIELDS,
  followForm,
  FormState,
  FOLLOW_MODALS,
  previewForm,
  readForm,
  Wanted,
  workingOnIt,
} from './follow-form.ts';
import { followQuestion } from './follow-question.ts';
import { whenText } from './when-text.ts';

export function registerReportListeners(listeners: Listeners, desk: ReportDesk): void {
  listeners.view(FOLLOW_MODALS.ask, (args) => preview(desk, args));
  listeners.view(FOLLOW_MODALS.confirm, (args) => schedule(desk, args));
}

/** Opens at once, because a click lets one modal be opened for three seconds only. */
export async function openFollowForm(
  desk: ReportDesk,
  args: ActionArgs | CommandArgs,
  question: string,
): Promise<void> {
  const shown = await showModal(args, workingOnIt());
  const channel = 'command' in args ? args.command.channel_id : args.body.channel?.id;
  const user = 'command' in args ? args.command.user_id : args.body.user.id;
  const { by } = await turnOf(desk, user, channel);
  const timezone = by.timeZone ?? desk.playbook().playbook.organization.timezone;
  await fillModal(args, shown, followForm(question, { channel: channel ?? null, timezone }));
}

async function preview(desk: ReportDesk, { view, ack, client }: ViewArgs): Promise<void> {
  const { channel, timezone } = FormState.parse(JSON.parse(view.private_metadata));
  const { question, cron, ownTime, here } = readForm(view.state.values);
  const now = desk.clock.now();
  const understood = await desk.asking.understand(question, 'last month');
  const problem = cronProblem(cron);
  const errors = {
    ...(understood.kind === 'refused' ? { [FIELDS.question]: understood.because } : {}),
    ...(problem === null ? {} : { [ownTime ? FIELDS.own : FIELDS.time]: problem }),
  };
  if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
  await ack({ response_action: 'update', view: workingOnIt() });
  const wanted: Wanted = { question, cron, timezone, channel: here ? channel : null };
  const contents = { name: question, cron, zone: timezone, questions: [question], leaderboard: null };
  const digest = await composeDigest(desk.asking, contents, now);
  const filled = previewForm(wanted, whenText(wanted, nextRun(cron, timezone, now)), digestBlocks(digest));
  await client.views.update({ view_id: view.id, view: filled });
}

async function schedule(desk: ReportDesk, { view, body, ack }: ViewArgs): Promise<void> {
  const { channel, ...wanted } = Wanted.parse(JSON.parse(view.private_metadata));
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, channel ?? undefined);
    return followQuestion({ ...desk, transact }, turn, { ...wanted, channel: channel ?? turn.by.id });
  });
  const text =
    outcome.kind === 'refused'
      ? `This was not scheduled: ${outcome.because}.`
      : `Scheduled. ${whenText(wanted, nextRun(wanted.cron, wanted.timezone, desk.clock.now()))} /kpi report shows and ends what you follow.`;
  await ack({ response_action: 'update', view: modal({ title: 'Follow', blocks: [section(escape(text))] }) });
}
