// The form that names who decides while somebody is away: days are picked, and mean days where that person is.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { showModal } from '#features/answering/show-modal.ts';
import { delegate } from '#features/approvals/delegate.ts';
import { calendarOf, dayAt, startOfDay } from '#features/people/calendar.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import { DELEGATE_REFUSALS } from './answers.ts';
import type { HomeDesk, HomeTx } from './desk.ts';
import { DELEGATE_FIELDS, DELEGATE_MODAL, delegateModal } from './modals.ts';
import { showDecided } from './publish-home.ts';

const Filled = z.object({
  [DELEGATE_FIELDS.to]: z.object({ value: z.object({ selected_user: SlackUserId }) }),
  [DELEGATE_FIELDS.from]: z.object({ value: z.object({ selected_date: z.iso.date() }) }),
  [DELEGATE_FIELDS.until]: z.object({ value: z.object({ selected_date: z.iso.date() }) }),
});

/** A holiday is a week more often than anything else. */
const USUAL_DAYS = 7;

export function registerHomeModals<Tx extends HomeTx>(listeners: Listeners, desk: HomeDesk<Tx>): void {
  listeners.view(DELEGATE_MODAL, async (args) => {
    const { to, from, until } = Filled.parse(args.view.state.values);
    const { outcome, by } = await withinTime(desk.transact, async (transact) => {
      const turn = await turnOf(desk, args.body.user.id, undefined);
      const { messenger, clock, stores } = desk;
      const stand = await identifyPerson({ directory: stores.directory, messenger, clock }, to.value.selected_user);
      const zone = zoneOf(desk, turn.by);
      const days = {
        startsAt: startOfDay(zone, from.value.selected_date),
        // The last day counts.
        endsAt: startOfDay(zone, dayAfter(until.value.selected_date)),
      };
      const input = { ...turn, from: turn.by.id, to: stand, ...days };
      return { outcome: await delegate({ ...desk, transact }, input), by: turn.by };
    });
    if (outcome.kind === 'refused') {
      const { field, text } = DELEGATE_REFUSALS[outcome.because];
      return args.ack({ response_action: 'errors', errors: { [field]: text } });
    }
    await args.ack();
    await showDecided(desk, by.id);
  });
}

export async function openDelegate<Tx extends HomeTx>(desk: HomeDesk<Tx>, click: ActionArgs): Promise<void> {
  await click.ack();
  const { by } = await turnOfClick(desk, click);
  const now = desk.clock.now();
  const zone = zoneOf(desk, by);
  await showModal(click, delegateModal(dayAt(zone, now), dayAt(zone, after(now, USUAL_DAYS * DAY_MS))));
}

function zoneOf<Tx extends HomeTx>({ playbook }: HomeDesk<Tx>, person: SlackPerson): string {
  return calendarOf(playbook().playbook, person).zone;
}

/** Of a calendar day; zones do not matter to it. */
function dayAfter(day: string): string {
  return after(new Date(`${day}T00:00:00Z`), DAY_MS)
    .toISOString()
    .slice(0, 10);
}
