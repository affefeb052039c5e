// Which Salesforce object stands for which of ours, and how its ids begin.
import type { CrmObject } from '#ports/crm.ts';
import { CRM_OBJECTS } from '#ports/crm.ts';

export const SOBJECTS = ['Lead', 'Contact', 'Account', 'Opportunity', 'Task'] as const;
export type SObject = (typeof SOBJECTS)[number];

interface ObjectKind {
  readonly sobject: SObject;
  /** First three characters of every id of the object, the same in every org. */
  readonly prefix: string;
  /** Whether records can be merged, which leaves the loser in the recycle bin pointing at the winner. */
  readonly merges: boolean;
}

export const OBJECTS: Readonly<Record<CrmObject, ObjectKind>> = {
  lead: { sobject: 'Lead', prefix: '00Q', merges: true },
  contact: { sobject: 'Contact', prefix: '003', merges: true },
  company: { sobject: 'Account', prefix: '001', merges: true },
  opportunity: { sobject: 'Opportunity', prefix: '006', merges: false },
  task: { sobject: 'Task', prefix: '00T', merges: false },
};

/** Our object behind a Salesforce object's name; null for one that we do not keep. */
export function crmObjectOf(name: string): CrmObject | null {
  return CRM_OBJECTS.find((object) => OBJECTS[object].sobject === name) ?? null;
}

/** Whether a text can be the id of such a record. Anything else would make a whole batch fail. */
export function isIdOf(object: CrmObject, id: string): boolean {
  return /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id) && id.startsWith(OBJECTS[object].prefix);
}

/** The part of an id that tells records apart: its last three characters only repeat the letter case. */
export function idCore(id: string): string {
  return id.slice(0, 15);
}

/** Users own records and work them; a queue (`00G`) only holds them. */
export function isQueue(ownerId: string): boolean {
  return ownerId.startsWith('00G');
}

/** Ids that one query names at once. */
const BATCH = 100;

export function chunks<T>(items: readonly T[], size = BATCH): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
