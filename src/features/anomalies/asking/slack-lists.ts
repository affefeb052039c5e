// What is pressed below the lists of watches and incidents.
import { z } from 'zod';
import { privately, replacing } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { sayingSo } from '#features/answering/answer-in-time.ts';
import { buttonValue } from '#features/answering/click.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { replyTo } from '#features/answering/show-modal.ts';
import { turnOfClick } from '#features/people/turn.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { INCIDENT_ACTIONS } from '../telling/incident-actions.ts';
import { resetCalibration } from '../verdicts/reset-calibration.ts';
import type { ResetOutcome } from '../verdicts/reset-calibration.ts';
import { lookAtIncident } from './incidents-command.ts';
import { endedText, showWatches } from './watches-command.ts';
import { WATCH_LIST_ACTIONS } from './watches-view.ts';

/** What takes longer says so first. */
const DRAWING = { text: 'Looking at it. It comes here in a moment.', afterMs: 2000 };

const Numbered = z.coerce.number().int().positive();
const Page = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ word: z.string(), skip: z.int().min(0) }));

const RESET_WORDS: Readonly<Record<ResetOutcome, string>> = {
  reset: 'It starts over: as eager as it was asked for. Verdicts from now on teach it anew.',
  untaught: 'Verdicts have taught it nothing, so there is nothing to forget.',
  not_yours: 'Ops, whoever asked for it and whoever it belongs to can do this.',
  unknown: 'This is not watched any more.',
};

export function registerListListeners<Tx extends WatchTx>(listeners: Listeners, desk: WatchDesk<Tx>): void {
  listeners.action(INCIDENT_ACTIONS.look, async (click) => {
    await click.ack();
    const id = numberIn(click);
    const reply = replyTo(click);
    const message = await sayingSo(reply, DRAWING, async () =>
      lookAtIncident(desk, await turnOfClick(desk, click), id),
    );
    await reply(privately(message));
  });

  listeners.action(WATCH_LIST_ACTIONS.end, async (click) => {
    const respond = replyTo(click);
    const id = numberIn(click);
    const text = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
      endedText({ ...desk, transact }, await turnOfClick(desk, click), id),
    );
    await respond(privately(note(text)));
  });

  listeners.action(WATCH_LIST_ACTIONS.reset, async (click) => {
    const respond = replyTo(click);
    const watch = buttonValue(click);
    const outcome = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
      resetCalibration({ ...desk, transact }, await turnOfClick(desk, click), watch),
    );
    await respond(privately(note(RESET_WORDS[outcome])));
  });

  for (const action of [WATCH_LIST_ACTIONS.previous, WATCH_LIST_ACTIONS.next]) {
    listeners.action(action, async (click) => {
      await click.ack();
      const { word, skip } = Page.parse(buttonValue(click));
      await replyTo(click)(replacing(await showWatches(desk, await turnOfClick(desk, click), word, skip)));
    });
  }
}

function numberIn(click: ActionArgs): number {
  const read = Numbered.safeParse(buttonValue(click));
  if (!read.success) throw new Fault('invalid_input', 'This button names nothing that I know');
  return read.data;
}
