// Which Salesforce objects each kind of a history is made of, in the order in which they are listed.
import type { HistoryKind } from '#ports/crm-history.ts';
import type { OrgView } from '../org-view.ts';
import { EVENTS, TASKS } from './activities.ts';
import { CAMPAIGNS } from './campaigns.ts';
import { ACCOUNTS } from './companies.ts';
import { OPPORTUNITIES } from './deals.ts';
import { CONTACTS, LEADS } from './people.ts';
import type { Source } from './source.ts';
import { ASSETS } from './subscriptions.ts';
import { MEMBERS } from './touches.ts';
import { isVisible } from './visible.ts';

/** Kinds that are records; content is counted from members, see content.ts. */
export type RecordKind = Exclude<HistoryKind, 'content'>;

/** Of several objects that with the smaller key prefix comes first: a place between them is told by the id alone. */
const SOURCES: Readonly<Record<RecordKind, readonly Source[]>> = {
  company: [ACCOUNTS],
  campaign: [CAMPAIGNS],
  // 003, 00Q
  person: [CONTACTS, LEADS],
  deal: [OPPORTUNITIES],
  touch: [MEMBERS],
  // 00T, 00U
  activity: [TASKS, EVENTS],
  subscription: [ASSETS],
};

/** Those that our user may see. Throws Fault. */
export async function sourcesOf({ metadata }: OrgView, kind: RecordKind): Promise<readonly Source[]> {
  const visible = await Promise.all(SOURCES[kind].map(({ sobject }) => isVisible(metadata, sobject)));
  return SOURCES[kind].filter((_, index) => visible[index]);
}
