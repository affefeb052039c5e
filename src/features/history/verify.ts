// Compares what is kept with the CRM itself: counts, sums of amounts, and every record by its id and last change. What
// changed since it was last read is no difference; what looks like one is looked at twice.
import type { Clock } from '#ports/clock.ts';
import type { HistoryKind, HistoryRow, HistoryTotals } from '#ports/crm-history.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import type { HistorySource } from './sync-history.ts';
import type { HistoryRef, HistoryRules, HistoryStore, SyncStore } from './store.ts';

export interface VerifyDeps {
  readonly stores: { readonly history: HistoryStore; readonly sync: Pick<SyncStore, 'states'> };
  readonly rules: () => HistoryRules;
  readonly clock: Clock;
  /** Told how many records of the CRM were looked at. */
  readonly onProgress?: (kind: HistoryKind, looked: number) => void;
}

interface Difference {
  /** `missing` here, `gone` there, `older` here. */
  readonly what: 'missing' | 'gone' | 'older';
  readonly id: string;
}

export interface KindVerdict {
  readonly kind: HistoryKind;
  readonly here: HistoryTotals;
  readonly there: HistoryTotals;
  readonly differences: readonly Difference[];
  /** Records that changed since they were last read: their turn comes within a minute. */
  readonly onTheWay: number;
  /** False: some sums differ, although perhaps no record does. */
  readonly totalsAgree: boolean;
}

/** When our version was changed, by id; null once it was seen in the CRM. */
type Versions = Map<string, number | null>;

interface Look {
  readonly ours: Map<HistoryKind, Versions>;
  readonly suspects: Map<HistoryKind, Map<string, { readonly what: 'missing' | 'older'; readonly at: number }>>;
  readonly onTheWay: Map<HistoryKind, number>;
}

const PAGE = 10_000;
/** Ids that are read again at once. */
const BATCH = 100;

/** Kinds that were read whole; a kind that still fills cannot be compared. Throws the CRM's Fault. */
export async function verifyHistory(deps: VerifyDeps, source: HistorySource): Promise<readonly KindVerdict[]> {
  const states = (await deps.stores.sync.states(source.name)).filter(({ phase }) => phase === 'follow');
  const offered = await source.history.kinds();
  const kinds = HISTORY_KINDS.filter((kind) => offered.includes(kind) && states.some((state) => state.kind === kind));
  const freshAt = new Map(states.map((state) => [state.kind, (state.freshAt ?? state.startedAt).getTime()]));
  const look: Look = { ours: new Map(), suspects: new Map(), onTheWay: new Map() };
  for (const kind of kinds) look.ours.set(kind, await versionsOf(deps, source, kind));
  for (const kind of kinds) await lookThrough(deps, source, kind, { look, freshAt });
  return Promise.all(kinds.map((kind) => judge(deps, source, kind, look)));
}

async function versionsOf({ stores }: VerifyDeps, { name }: HistorySource, kind: HistoryKind): Promise<Versions> {
  const versions: Versions = new Map();
  for (let after = ''; ;) {
    const page = await stores.history.versions(name, kind, after, PAGE);
    for (const { id, modifiedAt } of page) versions.set(id, modifiedAt.getTime());
    const last = page.at(-1);
    if (!last || page.length < PAGE) return versions;
    after = last.id;
  }
}

interface Looking {
  readonly look: Look;
  readonly freshAt: ReadonlyMap<HistoryKind, number>;
}

async function lookThrough(
  { onProgress }: VerifyDeps,
  { history }: HistorySource,
  listed: HistoryKind,
  looking: Looking,
): Promise<void> {
  let looked = 0;
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page = await history.list(listed, cursor);
    for (const row of page.rows) compare(looking, row);
    looked += page.rows.length;
    onProgress?.(listed, looked);
    cursor = page.next;
  }
}

function compare({ look, freshAt }: Looking, row: HistoryRow): void {
  const ours = look.ours.get(row.kind);
  if (!ours) return;
  const own = ours.get(row.id);
  if (own === null) return;
  ours.set(row.id, null);
  const at = row.modifiedAt.getTime();
  if (own !== undefined && own >= at) return;
  if (at > (freshAt.get(row.kind) ?? 0)) {
    look.onTheWay.set(row.kind, (look.onTheWay.get(row.kind) ?? 0) + 1);
    return;
  }
  const suspects = look.suspects.get(row.kind) ?? new Map();
  look.suspects.set(row.kind, suspects.set(row.id, { what: own === undefined ? 'missing' : 'older', at }));
}

async function judge(deps: VerifyDeps, source: HistorySource, kind: HistoryKind, look: Look): Promise<KindVerdict> {
  const { history } = deps.stores;
  const suspects = [...(look.suspects.get(kind) ?? [])];
  const unseen = [...(look.ours.get(kind) ?? [])].flatMap(([id, at]) => (at === null ? [] : [id]));
  // Following went on meanwhile.
  const now = suspects.length + unseen.length === 0 ? new Map() : await versionsOf(deps, source, kind);
  const still = suspects.filter(([id, { at }]) => (now.get(id) ?? -1) < at);
  const gone = await notThere(
    source,
    kind,
    unseen.filter((id) => now.has(id)),
  );
  const differences: readonly Difference[] = [
    ...still.map(([id, { what }]): Difference => ({ what, id })),
    ...gone.map((id): Difference => ({ what: 'gone', id })),
  ];
  const [here, there] = [await history.totals(source.name, kind), await source.history.totals(kind)];
  const onTheWay = look.onTheWay.get(kind) ?? 0;
  const totalsAgree = agree(here, there, onTheWay);
  return { kind, here, there, differences, onTheWay, totalsAgree };
}

/** Those of these that the CRM does not have when it is asked for them. */
async function notThere(
  { history }: HistorySource,
  kind: HistoryKind,
  ids: readonly string[],
): Promise<readonly string[]> {
  const gone: string[] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const found = new Set((await history.read(kind, batch)).map(({ id }) => id));
    gone.push(...batch.filter((id) => !found.has(id)));
  }
  return gone;
}

/** Sums are decimals of four places; whatever the CRM is not able to sum is no disagreement. */
function agree(here: HistoryTotals, there: HistoryTotals, onTheWay: number): boolean {
  if (here.count !== null && there.count !== null && Math.abs(here.count - there.count) > onTheWay) return false;
  if (here.amounts === null || there.amounts === null || onTheWay > 0) return true;
  const currencies = new Set([...Object.keys(here.amounts), ...Object.keys(there.amounts)]);
  return [...currencies].every((currency) => cents(here, currency) === cents(there, currency));
}

function cents({ amounts }: HistoryTotals, currency: string): number {
  return Math.round(Number(amounts?.[currency] ?? 0) * 100);
}

/** Reads what differs once more and keeps it; what is gone there is marked so. Returns how many were mended. */
export async function mendHistory(
  { stores, rules, clock }: VerifyDeps,
  { name, history }: HistorySource,
  { kind, differences }: Pick<KindVerdict, 'kind' | 'differences'>,
): Promise<number> {
  const ids = differences.flatMap(({ what, id }) => (what === 'gone' ? [] : [id]));
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await history.read(kind, ids.slice(from, from + BATCH));
    await stores.history.put(rows, rules(), clock.now());
  }
  const gone = differences.flatMap(({ what, id }) => (what === 'gone' ? refsOf({ crm: name, id }, kind) : []));
  if (gone.length > 0) await stores.history.markGone(gone, rules());
  return differences.length;
}

/** A person is a lead or a contact, and the id alone does not say which; the other one is unknown and passed over. */
function refsOf(record: Pick<HistoryRef, 'crm' | 'id'>, kind: HistoryKind): readonly HistoryRef[] {
  switch (kind) {
    case 'person':
      return [
        { ...record, object: 'lead' },
        { ...record, object: 'contact' },
      ];
    case 'deal':
      return [{ ...record, object: 'opportunity' }];
    case 'company':
    case 'campaign':
    case 'touch':
    case 'activity':
    case 'subscription':
    case 'content':
      return [{ ...record, object: kind }];
  }
}
