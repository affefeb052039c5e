// `@Signalbox how many MQLs from webinars last month?`: answered to whoever asked alone, with what was understood.
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Listeners } from '#ports/listeners.ts';
import { note } from '#features/answering/note.ts';
import { turnOf } from '#features/people/turn.ts';
import { asTyped } from '#blockkit/mrkdwn.ts';
import { answerText } from './answer-question.ts';
import type { KpiDesk } from './desk.ts';
import { KPI_HELP } from './kpi-command.ts';

export function registerMentions(listeners: Listeners, desk: KpiDesk): void {
  listeners.event('app_mention', async ({ event }) => {
    const user = SlackUserId.safeParse(event.user);
    const channel = ChannelId.safeParse(event.channel);
    // Apps that mention us are not answered: two of them would never end.
    if (!user.success || !channel.success || event.bot_id !== undefined) return;
    const text = withoutMentions(event.text);
    const { by } = await turnOf(desk, user.data, channel.data);
    const message = text === '' ? note(KPI_HELP) : await answerText(desk, { text, by, manner: 'said' });
    await desk.messenger.whisper(channel.data, by.id, message);
  });
}

function withoutMentions(text: string): string {
  return asTyped(text)
    .replaceAll(/<@[A-Z0-9]+(?:\|[^>]*)?>/gu, ' ')
    .trim();
}
