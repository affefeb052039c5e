// What is kept of Salesforce's approval requests.
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { WorkItem } from './work-item.ts';

export interface WorkItemStore {
  get(crm: CrmName, id: string): Promise<WorkItem | null>;
  lock(crm: CrmName, id: string): Promise<WorkItem | null>;
  /** False where it is known. */
  create(item: WorkItem): Promise<boolean>;
  /** What became of it, if it is still in one of these states; false otherwise. */
  settle(item: WorkItem, from: readonly WorkItem['state'][]): Promise<boolean>;
  /** The same request asks somebody else now, or asks again: everything of it, its card included. */
  replace(item: WorkItem): Promise<void>;
  setCard(crm: CrmName, id: string, posted: NonNullable<WorkItem['card']>): Promise<void>;
  /** Those that are not over: pending, or being decided. */
  pending(crm: CrmName): Promise<readonly WorkItem[]>;
  /** Those that this person has not decided, the longest waiting first. */
  waitsFor(person: SlackUserId): Promise<readonly WorkItem[]>;
}
