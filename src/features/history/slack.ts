// The buttons of the progress message.
import { z } from 'zod';
import { privately } from '#blockkit/replies.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import { buttonValue } from '#features/answering/click.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { isOps } from '#features/people/roles.ts';
import { turnOfClick } from '#features/people/turn.ts';
import type { TurnDeps } from '#features/people/turn.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { pauseFill, pauseFillAnswer, resumeFill } from './pause-fill.ts';
import type { PauseFillDeps } from './pause-fill.ts';
import { PROGRESS_ACTIONS } from './progress-view.ts';

export type HistoryDesk = PauseFillDeps & TurnDeps & { readonly playbook: PlaybookInForce };

const Crm = z.enum(CRM_NAMES);

export function registerHistoryListeners(listeners: Listeners, desk: HistoryDesk): void {
  listeners.action(PROGRESS_ACTIONS.pause, (click) => press(desk, click, pauseFill));
  listeners.action(PROGRESS_ACTIONS.resume, (click) => press(desk, click, resumeFill));
}

async function press(desk: HistoryDesk, click: ActionArgs, verb: typeof pauseFill): Promise<void> {
  const crm: CrmName = Crm.parse(buttonValue(click));
  const answer = await commitThenAck(click, desk.transact, async (transact) => {
    const { by, correlationId } = await turnOfClick(desk, click);
    if (!isOps(desk.playbook().playbook, by)) {
      return 'Only ops and admins pause and resume the reading of a CRM. The playbook lists them under "roles".';
    }
    const input = { crm, by: { kind: 'person', slack: by.id } as const, correlationId };
    return pauseFillAnswer(crm, await verb({ ...desk, transact }, input));
  });
  await click.respond(privately(note(answer)));
}
