// Private answers to what somebody did to an incident, with the names that they need.
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import type { WatchTx } from '../desk.ts';
import { outcomeText, peopleIn } from './answers.ts';
import type { Pressed } from './answers.ts';
import type { VerdictDesk } from './keep-change.ts';
import type { IncidentOutcome } from './outcome.ts';
import { ownersOf, watchesBehind } from './rights.ts';

export async function answerOutcome<Tx extends WatchTx>(
  { stores, playbook }: Pick<VerdictDesk<Tx>, 'stores' | 'playbook'>,
  pressed: Pressed,
  outcome: IncidentOutcome,
): Promise<Message> {
  const { incident } = outcome;
  const asksWho = outcome.kind === 'refused' && outcome.because === 'not_allowed' && incident !== null;
  const owners = asksWho ? ownersOf(await watchesBehind(stores, playbook().playbook, incident)) : [];
  const people = await stores.directory.people(peopleIn(incident, owners));
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return note(outcomeText(pressed, outcome, owners, (person) => names.get(person) ?? 'a colleague'));
}
