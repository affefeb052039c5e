// Questions of people in Slack, answered as messages: with the chart, with what can be pressed, or with what may be meant.
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import { answerMessage } from './answer-view.ts';
import { askText } from './ask-text.ts';
import type { Manner } from './ask-text.ts';
import { chartOfAnswer } from './chart.ts';
import { asking, viewing } from './desk.ts';
import type { KpiDesk } from './desk.ts';
import { refusalMessage } from './refusal-view.ts';
import { scoreboard } from './scoreboard.ts';
import { scoreboardMessage } from './scoreboard-view.ts';

export interface TextQuestion {
  readonly text: string;
  readonly by: SlackPerson;
  readonly manner: Manner;
}

export async function answerText(desk: KpiDesk, { text, by, manner }: TextQuestion): Promise<Message> {
  const { answering, unused, others } = await askText(asking(desk), text, await viewing(desk, by), manner);
  if (answering.kind === 'refused') return refusalMessage(answering);
  const { answer } = answering;
  const chart = await chartOfAnswer(desk, answer);
  return answerMessage(answer, { chart, now: desk.clock.now(), unused, others, sharedBy: null });
}

export type Shared =
  | { readonly kind: 'shared'; readonly message: Message }
  | { readonly kind: 'refused'; readonly message: Message };

/** For everybody in a channel: on nobody's behalf, so that nothing is shown that some may not see. */
export async function shareText(desk: KpiDesk, text: string, sharedBy: SlackUserId): Promise<Shared> {
  const { answering } = await askText(asking(desk), text, null, 'typed');
  if (answering.kind === 'refused') return { kind: 'refused', message: refusalMessage(answering) };
  const { answer } = answering;
  const chart = await chartOfAnswer(desk, answer);
  const view = { chart, now: desk.clock.now(), unused: [], others: [], sharedBy };
  return { kind: 'shared', message: answerMessage(answer, view) };
}

/** @param name of the channel, without #; null where it has none, as a direct message. */
export async function answerScoreboard(
  desk: KpiDesk,
  by: SlackPerson,
  channel: { readonly id: ChannelId | null; readonly name: string | null },
): Promise<Message> {
  const names = [channel.id, channel.name === null ? null : `#${channel.name}`].filter((name) => name !== null);
  return scoreboardMessage(await scoreboard(asking(desk), names, await viewing(desk, by)), desk.clock.now());
}
