// Gathers what somebody's Home tab shows: what waits for them, incidents, what they asked for, who decides for whom.
import type { SlackUserId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { loadHomeIncidents } from '#features/anomalies/asking/home-incidents.ts';
import type { HomeIncidents } from '#features/anomalies/asking/home-incidents.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { loadApprovalCard, namesOf } from '#features/approvals/card-data.ts';
import type { ApprovalCardData } from '#features/approvals/card-data.ts';
import type { Delegation } from '#features/approvals/store.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import type { HomeDesk, HomeTx } from './desk.ts';

export interface HomeData {
  readonly person: SlackUserId;
  /** The most urgent first; those that are shown, and how many there are. */
  readonly waiting: Shown<ApprovalCardData>;
  /** Small ones, which are decided several at once. */
  readonly small: Shown<ApprovalCardData>;
  readonly workItems: Shown<WorkItem>;
  readonly incidents: HomeIncidents;
  readonly mine: Shown<ApprovalCardData>;
  /** Own requests that ended lately. */
  readonly ended: readonly Approval[];
  /** Who decides for them, now or later. */
  readonly away: readonly Delegation[];
  /** For whom they decide, now or later. */
  readonly standsIn: readonly Delegation[];
  readonly names: ReadonlyMap<SlackUserId, string>;
  readonly zone: string;
  readonly now: Date;
}

interface Shown<T> {
  readonly shown: readonly T[];
  readonly total: number;
}

/** With what each takes of the hundred blocks of a Home tab. */
const WAITING_MAX = 10;
const SMALL_MAX = 20;
const WORK_ITEMS_MAX = 8;
const MINE_MAX = 8;
const ENDED_MAX = 5;
/** More than anybody looks through; what is beyond is counted no more. */
const LOOKED_AT = 200;
const LATELY_MS = 7 * DAY_MS;

type HomeDeps<Tx extends HomeTx> = Pick<
  HomeDesk<Tx>,
  'stores' | 'gates' | 'playbook' | 'clock' | 'health' | 'metrics' | 'values'
>;

export async function loadHome<Tx extends HomeTx>(deps: HomeDeps<Tx>, person: SlackUserId): Promise<HomeData> {
  const { stores, clock, playbook } = deps;
  const now = clock.now();
  const [waiting, mine, workItems, delegations] = await Promise.all([
    stores.approvals.list({ states: ['pending'], waitsFor: person, limit: LOOKED_AT }),
    stores.approvals.list({ requestedBy: person, limit: LOOKED_AT }),
    stores.workItems.waitsFor(person),
    stores.delegations.list(now),
  ]);
  const urgent = waiting.toSorted((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
  const small = urgent.filter(({ policy }) => policy.bulk);
  // One alone is no pile: it stands among the others, with its buttons.
  const piled = small.length > 1 ? small : [];
  const running = mine.filter(({ endedAt }) => endedAt === null);
  const away = delegations.filter(({ from }) => from === person);
  const standsIn = delegations.filter(({ to }) => to === person);
  return {
    person,
    waiting: await cards(
      deps,
      urgent.filter((one) => !piled.includes(one)),
      WAITING_MAX,
    ),
    small: await cards(deps, piled, SMALL_MAX),
    workItems: { shown: workItems.slice(0, WORK_ITEMS_MAX), total: workItems.length },
    incidents: await loadHomeIncidents(deps, person),
    mine: await cards(deps, running, MINE_MAX),
    ended: mine.filter(({ endedAt }) => endedAt !== null && endedAt >= after(now, -LATELY_MS)).slice(0, ENDED_MAX),
    away,
    standsIn,
    names: await namesOf(stores.directory, [...away.map(({ to }) => to), ...standsIn.map(({ from }) => from)]),
    zone: playbook().playbook.organization.timezone,
    now,
  };
}

async function cards<Tx extends HomeTx>(
  deps: HomeDeps<Tx>,
  approvals: readonly Approval[],
  max: number,
): Promise<Shown<ApprovalCardData>> {
  const shown: ApprovalCardData[] = [];
  for (const approval of approvals.slice(0, max)) shown.push(await loadApprovalCard(deps, approval));
  return { shown, total: approvals.length };
}
