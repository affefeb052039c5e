// Who somebody is under another address: `people` in the playbook ties a Slack user to the address that teams, roles
// and CRMs know. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';

type Entry = Playbook['people'][number];

/** What the playbook says about a person in Slack; undefined when it does not name them. */
export function entryOf({ people }: Playbook, { id, email }: SlackPerson): Entry | undefined {
  return (
    people.find((one) => one.slack === id) ??
    people.find((one) => one.slack === undefined && one.email === lower(email))
  );
}

/** Every address that stands for a person, in lower case: Slack's, unless it is tied to somebody else, and the playbook's. */
export function addressesOf(playbook: Playbook, person: SlackPerson): readonly string[] {
  const email = lower(person.email);
  const tied = email === null ? null : slackIdOf(playbook, email);
  const known = [tied === null || tied === person.id ? email : null, entryOf(playbook, person)?.email];
  return [...new Set(known.filter((address) => typeof address === 'string'))];
}

/** The Slack user whom the playbook ties to an address; null where the address itself says it. */
export function slackIdOf({ people }: Playbook, email: string): SlackUserId | null {
  return people.find((one) => one.email === email.toLowerCase())?.slack ?? null;
}

function lower(email: string | null): string | null {
  return email === null ? null : email.toLowerCase();
}
