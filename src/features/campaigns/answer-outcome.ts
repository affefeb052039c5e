// The answer to an outcome with the names of the people that it speaks of.
import { answerText } from './answers.ts';
import type { CampaignOutcome } from './answers.ts';
import type { CampaignDesk } from './desk.ts';

export async function answerOutcome(
  { stores }: { readonly stores: Pick<CampaignDesk['stores'], 'directory'> },
  outcome: CampaignOutcome,
): Promise<string> {
  const people = outcome.kind === 'not_yours' ? await stores.directory.people(outcome.who) : [];
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return answerText(outcome, (person) => names.get(person) ?? 'a colleague');
}
