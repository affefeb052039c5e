// Who is whose manager, by the playbook's `people`.
import type { Playbook } from '#features/playbook/schema.ts';

/** E-mail address of the manager, in lower case; null where the playbook names none. */
export function managerOf({ people }: Pick<Playbook, 'people'>, email: string): string | null {
  return people.find((one) => one.email === email.toLowerCase())?.manager ?? null;
}
