// `/kpi`, mentions, and the buttons of answers: each handler parses, asks, and answers where it was asked.
import { z } from 'zod';
import { privately, publicly, replacing } from '#blockkit/replies.ts';
import type { Reply } from '#blockkit/replies.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { ActionArgs, CommandArgs, Listeners } from '#ports/listeners.ts';
import type { Message } from '#ports/messenger.ts';
import { sayingSo } from '#features/answering/answer-in-time.ts';
import { buttonValue } from '#features/answering/click.ts';
import { note } from '#features/answering/note.ts';
import { replyTo } from '#features/answering/show-modal.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import type { Turn } from '#features/people/turn.ts';
import { answerScoreboard, answerText, shareText } from './answer-question.ts';
import { ANSWER_ACTIONS } from './answer-view.ts';
import type { KpiDesk } from './desk.ts';
import { KPI_HELP, parseKpiCommand } from './kpi-command.ts';
import type { KpiCommand } from './kpi-command.ts';
import { kpiList } from './list-kpis.ts';
import { listRecords, RecordsAskedText } from './list-records.ts';
import { RECORDS_ACTIONS } from './records-view.ts';
import { REFUSAL_ACTIONS, SUGGESTION_ACTIONS } from './refusal-view.ts';
import { SCOREBOARD_ACTIONS } from './scoreboard-view.ts';
import { sendCsv } from './send-csv.ts';
import { openCostForm, registerCostListeners } from './slack-costs.ts';
import { registerMentions } from './slack-mention.ts';
import { openQueryForm, registerQueryForm } from './slack-query.ts';
import { answerCostCommand } from './cost-command.ts';

const Chosen = z.object({ type: z.literal('static_select'), selected_option: z.object({ value: z.string() }) });

/** What takes longer says so first. */
export const COUNTING = { text: 'Counting. The answer comes here in a moment.', afterMs: 2000 };

export function registerKpiListeners(listeners: Listeners, desk: KpiDesk): void {
  registerQueryForm(listeners, desk);
  registerCostListeners(listeners, desk);
  registerMentions(listeners, desk);
  listeners.command('/kpi', (args) => command(desk, args));

  for (const action of Object.values(SUGGESTION_ACTIONS)) {
    listeners.action(action, (args) => answered(desk, args, replacing, (turn) => typed(desk, turn, buttonValue(args))));
  }
  listeners.action(SCOREBOARD_ACTIONS.open, (args) => {
    const kpi = Chosen.parse(args.action).selected_option.value;
    return answered(desk, args, privately, (turn) => typed(desk, turn, kpi));
  });
  listeners.action(REFUSAL_ACTIONS.list, (args) =>
    answered(desk, args, privately, () => Promise.resolve(kpiList(desk.playbook().playbook, ''))),
  );
  listeners.action(REFUSAL_ACTIONS.build, async (args) => {
    await args.ack();
    await openQueryForm(desk, args, args.body.user.id, args.body.channel?.id, '');
  });
  listeners.action(ANSWER_ACTIONS.edit, async (args) => {
    await args.ack();
    await openQueryForm(desk, args, args.body.user.id, args.body.channel?.id, buttonValue(args));
  });
  listeners.action(ANSWER_ACTIONS.records, (args) => records(desk, args, privately));
  for (const action of Object.values(RECORDS_ACTIONS)) {
    listeners.action(action, (args) => records(desk, args, replacing));
  }
  listeners.action(ANSWER_ACTIONS.csv, (args) =>
    answered(desk, args, privately, ({ by }) => sendCsv(desk, by, buttonValue(args))),
  );
  listeners.action(ANSWER_ACTIONS.share, (args) => share(desk, args));
  listeners.action(ANSWER_ACTIONS.follow, async (args) => {
    await args.ack();
    await desk.reports.follow(args, buttonValue(args));
  });
  listeners.action(ANSWER_ACTIONS.alert, async (args) => {
    await args.ack();
    await desk.alerts.ask(args, buttonValue(args));
  });
}

/** Answers a question that a button of somebody else's message carries, to whoever pressed it alone. */
export function answerPressed(desk: KpiDesk, args: ActionArgs, text: string): Promise<void> {
  return answered(desk, args, privately, (turn) => typed(desk, turn, text));
}

async function command(desk: KpiDesk, args: CommandArgs): Promise<void> {
  const { ack, respond, client, command: typedCommand } = args;
  await ack();
  const { user_id: user, channel_id: channel, trigger_id } = typedCommand;
  const asked = parseKpiCommand(typedCommand.text);
  const opening = { client, body: { trigger_id } };
  if (asked.kind === 'follow') return desk.reports.follow(args, asked.text);
  if (asked.kind === 'alert') return desk.alerts.ask(args, asked.text);
  if (asked.kind === 'build') return openQueryForm(desk, opening, user, channel, asked.text);
  if (asked.kind === 'cost' && asked.text === '') return openCostForm(desk, opening);
  const message = await sayingSo(respond, COUNTING, async () => {
    return answerCommand(desk, await turnOf(desk, user, channel), asked, typedCommand.channel_name);
  });
  await respond(privately(message));
}

async function answerCommand(desk: KpiDesk, turn: Turn, asked: KpiCommand, channelName: string): Promise<Message> {
  switch (asked.kind) {
    case 'help':
      return note(KPI_HELP);
    case 'list':
      return kpiList(desk.playbook().playbook, asked.word);
    case 'scoreboard':
      return answerScoreboard(desk, turn.by, { id: turn.channel, name: channelName });
    case 'cost':
      return answerCostCommand(desk, turn, asked.text);
    case 'report':
      return desk.reports.command(turn, asked.text);
    case 'watches':
    case 'incidents':
    case 'events':
      return desk.alerts[asked.kind](turn, asked.text);
    case 'question':
    case 'follow':
    case 'alert':
    case 'build':
      return typed(desk, turn, asked.text);
  }
}

function typed(desk: KpiDesk, { by }: Turn, text: string): Promise<Message> {
  return answerText(desk, { text, by, manner: 'typed' });
}

/** Acks, works with patience, and answers privately. */
async function answered(
  desk: KpiDesk,
  args: ActionArgs,
  shown: (message: Message) => Reply,
  work: (turn: Turn) => Promise<Message>,
): Promise<void> {
  await args.ack();
  const reply = replyTo(args);
  const message = await sayingSo(reply, COUNTING, async () => work(await turnOfClick(desk, args)));
  await reply(shown(message));
}

function records(desk: KpiDesk, args: ActionArgs, shown: (message: Message) => Reply): Promise<void> {
  const asked = RecordsAskedText.parse(buttonValue(args));
  return answered(desk, args, shown, ({ by }) => listRecords(desk, by, asked));
}

/** In the channel where it was pressed, to everybody there, with who shares it. */
async function share(desk: KpiDesk, args: ActionArgs): Promise<void> {
  await args.ack();
  const reply = replyTo(args);
  const by = SlackUserId.parse(args.body.user.id);
  const { kind, message } = await sayingSo(reply, COUNTING, () => shareText(desk, buttonValue(args), by));
  await reply(kind === 'shared' ? publicly(message) : privately(message));
}
