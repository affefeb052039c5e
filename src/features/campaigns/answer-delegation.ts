// `/campaign delegate`: who decides for whoever types it, until the end of a day of theirs.
import type { Message } from '#ports/messenger.ts';
import { delegate, endDelegation } from '#features/approvals/delegate.ts';
import type { DelegateRefusal } from '#features/approvals/delegate.ts';
import { note } from '#features/answering/note.ts';
import { calendarOf, dayAt, startOfDay } from '#features/people/calendar.ts';
import { identifyPerson } from '#features/people/identify-person.ts';
import type { Turn } from '#features/people/turn.ts';
import type { CampaignCommand } from './command.ts';
import type { CampaignDesk } from './desk.ts';
import { dayText } from './labels.ts';
import { daysLater, typedDay } from './until-day.ts';

type Delegate = Extract<CampaignCommand, { kind: 'delegate' }>;

export async function answerDelegate(desk: CampaignDesk, turn: Turn, command: Delegate): Promise<Message> {
  const { messenger, clock, stores, playbook } = desk;
  const { by } = turn;
  const now = clock.now();
  const { zone } = calendarOf(playbook().playbook, by);
  const until = typedDay(command.until, dayAt(zone, now));
  if (until.kind === 'unclear') return note(until.because);
  const to = await identifyPerson({ directory: stores.directory, messenger, clock }, command.to);
  const endsAt = startOfDay(zone, daysLater(until.day, 1));
  const outcome = await delegate(desk, { ...turn, from: by.id, to, startsAt: now, endsAt });
  if (outcome.kind === 'refused') return note(refusalText(outcome.because, to.name));
  return note(
    `${to.name} decides for you until ${dayText(until.day)}, that day included. To end it sooner: /campaign delegate off`,
  );
}

export async function answerDelegateOff(desk: CampaignDesk, turn: Turn): Promise<Message> {
  const { stores, clock } = desk;
  const mine = await stores.delegations.list(clock.now(), turn.by.id);
  if (mine.length === 0) return note('Nobody decides for you: you decide yourself already.');
  for (const { id } of mine) await endDelegation(desk, { ...turn, delegation: id });
  return note('You decide yourself again, from now on.');
}

function refusalText(because: DelegateRefusal, name: string): string {
  switch (because) {
    case 'not_allowed':
      return 'Only an admin can say who decides for somebody else.';
    case 'oneself':
      return 'You cannot name yourself: choose a colleague.';
    case 'inactive':
      return `${name} cannot decide here: the account is switched off, or is a guest or a bot. Choose somebody else.`;
    case 'no_time':
      return 'That day is over already: write a later one, for example 2026-12-24.';
    case 'overlaps':
      return 'Somebody decides for you in that time already. End that first with /campaign delegate off.';
    case 'circle':
      return `${name} has handed their own decisions on, and it would come back to you. Choose somebody else.`;
  }
}
