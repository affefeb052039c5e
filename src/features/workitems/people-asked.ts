// Who in Slack the users are whom a CRM asks something. An approver may be named in no playbook and never have pressed
// anything, so Slack is asked by the address that the CRM has; for strangers again after an hour.
import { Fault, messageOf } from '#kernel/errors.ts';
import { elapsed, HOUR_MS } from '#kernel/time.ts';
import type { CrmName, CrmUser } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { personOfOwner } from '#features/people/owner-of.ts';
import type { WorkItemDesk, WorkItemTx } from './desk.ts';

/** Slack takes fifty such questions a minute, and others ask too. */
const QUESTIONS_A_LOOK = 10;

export interface PeopleAsked {
  /** By the CRM's user id. */
  readonly people: ReadonlyMap<string, SlackPerson>;
  /** Slack could not be asked about somebody. */
  readonly trouble: Fault | null;
}

export type FindPeople = (crm: CrmName, userIds: readonly string[]) => Promise<PeopleAsked>;

/** What it gives remembers whom Slack did not know. */
export function createFindPeople<Tx extends WorkItemTx>(
  desk: Pick<WorkItemDesk<Tx>, 'stores' | 'messenger' | 'playbook' | 'clock'>,
): FindPeople {
  const strangers = new Map<string, Date>();

  function isNew(key: string): boolean {
    const since = strangers.get(key);
    return since === undefined || elapsed(since, desk.clock.now()) >= HOUR_MS;
  }

  /** Null where Slack has nobody of this address. */
  async function meet(email: string): Promise<SlackPerson | null> {
    const person = await desk.messenger.personByEmail(email);
    if (person !== null) await desk.stores.directory.putPerson(person, desk.clock.now());
    return person;
  }

  return async (crm, userIds) => {
    const people = new Map<string, SlackPerson>();
    let questions = QUESTIONS_A_LOOK;
    let trouble: Fault | null = null;
    for (const id of userIds) {
      const user = await desk.stores.directory.crmUser(crm, id);
      if (user === null || user.kind === 'queue') continue;
      let person = await known(desk, crm, user);
      const key = `${crm}:${id}`;
      if (person === null && user.email !== null && questions > 0 && isNew(key)) {
        questions -= 1;
        try {
          person = await meet(user.email);
          strangers.set(key, desk.clock.now());
        } catch (error) {
          // The others are looked after all the same; what is wrong with Slack is told at the end.
          questions = 0;
          trouble = new Fault('unavailable', `Slack could not be asked who is asked: ${messageOf(error)}`, {
            cause: error,
          });
        }
      }
      if (person?.active === true) people.set(id, person);
    }
    return { people, trouble };
  };
}

function known<Tx extends WorkItemTx>(
  { stores, playbook }: Pick<WorkItemDesk<Tx>, 'stores' | 'playbook'>,
  crm: CrmName,
  user: CrmUser,
): Promise<SlackPerson | null> {
  return personOfOwner({ directory: stores.directory, playbook: playbook().playbook }, crm, user);
}
