// What the verbs of this adapter share: the client, the org's field lists and the playbook's mapping over them.
import type { Clock } from '#ports/clock.ts';
import type { CrmObject, FieldMap } from '#ports/crm.ts';
import type { SalesforceClient } from './client.ts';
import type { Column, Infos } from './columns.ts';
import { columnsOf } from './columns.ts';
import type { Metadata, ObjectInfo } from './metadata.ts';
import type { SObject } from './objects.ts';
import type { SignIn } from './sign-in.ts';

export interface OrgView {
  readonly client: SalesforceClient;
  readonly signIn: SignIn;
  readonly metadata: Metadata;
  readonly clock: Clock;
  /** The mapping in force now; a new playbook brings a new one. */
  readonly fieldMap: () => FieldMap;
  /** Changes in one page. */
  readonly pageSize: number;
}

/** The field lists that an object's columns come from; the others stay empty. */
const SOURCES: Readonly<Record<CrmObject, readonly SObject[]>> = {
  lead: ['Lead'],
  contact: ['Contact', 'Account'],
  company: ['Account'],
  opportunity: ['Opportunity', 'Account'],
  task: ['Task'],
};

/** The org's field lists of these objects. Throws Fault. */
export async function readInfos({ metadata }: OrgView, sobjects: readonly SObject[]): Promise<Infos> {
  const lists = await Promise.all(sobjects.map(async (name) => [name, await metadata.describe(name)] as const));
  const none: ObjectInfo = new Map();
  return { Lead: none, Contact: none, Account: none, Opportunity: none, Task: none, ...Object.fromEntries(lists) };
}

/** The mapped columns of an object that this org has. Throws Fault. */
export async function readColumns(org: OrgView, object: CrmObject): Promise<readonly Column[]> {
  return columnsOf(object, org.fieldMap(), await readInfos(org, SOURCES[object]));
}
