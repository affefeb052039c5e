// What is kept of Salesforce's approval requests.
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { WorkItem } from './work-item.ts';

export interface WorkItemStore {
  get(crm: CrmName, id: string): Promise<WorkItem | null>;
  lock(crm: CrmName, id: string): Promise<WorkItem | null>;
  /** False where it is known. */
  create(item: WorkItem): Promise<boolean>;
  /** Moves it on if it is still in one of these states. */
  settle(item: WorkItem, from: readonly WorkItem['state'][]): Promise<boolean>;
  setCard(crm: CrmName, id: string, posted: NonNullable<WorkItem['card']>): Promise<void>;
  pending(crm: CrmName): Promise<readonly WorkItem[]>;
  waitsFor(person: SlackUserId): Promise<readonly WorkItem[]>;
}
