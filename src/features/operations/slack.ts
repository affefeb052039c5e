// `/signalbox` and the paging of its audit log.
import { z } from 'zod';
import { privately, replacing } from '#blockkit/replies.ts';
import type { Listeners } from '#ports/listeners.ts';
import { AUDIT_ACTIONS } from '#features/audit/audit-view.ts';
import { inTime } from '#features/answering/answer-in-time.ts';
import { buttonValue } from '#features/answering/click.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import { answerSignalboxCommand, auditPage } from './answer-command.ts';
import type { OpsDesk } from './answer-command.ts';
import { parseSignalboxCommand } from './signalbox-command.ts';

const Place = z.object({
  subject: z.string().nullable(),
  actor: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  before: z.string().nullable(),
});

export function registerOperationsListeners(listeners: Listeners, desk: OpsDesk): void {
  listeners.command('/signalbox', async ({ ack, command, respond }) => {
    await ack();
    const answer = await inTime(respond, async () => {
      const turn = await turnOf(desk, command.user_id, command.channel_id);
      return answerSignalboxCommand(desk, turn, parseSignalboxCommand(command.text));
    });
    await respond(privately(answer));
  });

  listeners.action(AUDIT_ACTIONS.next, async ({ ack, ...click }) => {
    await ack();
    const place = Place.parse(JSON.parse(buttonValue(click)));
    const page = await inTime(click.respond, async () => auditPage(desk, await turnOfClick(desk, click), place));
    await click.respond(replacing(page));
  });
}
