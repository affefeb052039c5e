// Works everything out anew once the playbook says otherwise. In portions, each with a note of how far it came, so that it
// goes on where it was stopped, whoever stopped it.
import { createHash } from 'node:crypto';
import type { HistoryRules } from '#features/history/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { valueCosts } from './costs.ts';
import { nothingDirty } from './dirty.ts';
import { lockHistory, settle } from './put.ts';
import { refreshCampaigns } from './refresh-campaigns.ts';
import { refreshCredits } from './refresh-credits.ts';
import { linkDealPeople, refreshDeals } from './refresh-deals.ts';
import { refreshProspects } from './refresh-prospects.ts';
import type { Unit } from './store.ts';
import { valueDeals } from './take-deals.ts';
import { valueSubscriptions } from './take-others.ts';

const PORTION = 1000;

/** In this order: people have instants from deals, deals have a company from people, credits have both. */
const STEPS = ['campaigns', 'values', 'people', 'deals', 'credits', 'sums'] as const;
type Step = (typeof STEPS)[number];

const TABLES: Readonly<Record<Step, string | null>> = {
  campaigns: 'crm_campaign',
  values: 'deal',
  people: 'prospect',
  deals: 'deal',
  credits: 'deal',
  sums: null,
};

interface State {
  readonly rules: string | null;
  readonly wanted: string | null;
  readonly step: Step | null;
  readonly after: number;
}

/** Goes on where the same rules were left. Another recomputation with other rules ends this one. */
export async function recompute(unit: Unit, rules: HistoryRules, now: Date): Promise<void> {
  const hash = hashOf(rules);
  await unit(async (db) => {
    await lockHistory(db);
    const state = await readState(db);
    if (state.wanted !== hash || state.step === null) await begin(db, hash);
  });
  let going = true;
  while (going) going = await unit((db) => portion(db, hash, rules, now));
}

/** Whether it had to. A mirror that was never worked out with any rules counts as changed. */
export async function recomputeIfChanged(unit: Unit, rules: HistoryRules, now: Date): Promise<boolean> {
  const state = await unit(readState);
  if (state.rules === hashOf(rules) && state.step === null) return false;
  await recompute(unit, rules, now);
  return true;
}

/** False: all is done, or somebody else works with other rules. */
async function portion(db: Queries, hash: string, rules: HistoryRules, now: Date): Promise<boolean> {
  await lockHistory(db);
  const { wanted, step, after } = await readState(db);
  if (wanted !== hash || step === null) return false;
  const ids = await nextIds(db, step, after);
  await work(db, step, ids, rules, now);
  const last = ids.at(-1);
  if (last !== undefined && ids.length === PORTION) {
    await db.$executeRaw`UPDATE history_state SET after = ${last} WHERE id = 1`;
    return true;
  }
  const next = STEPS[STEPS.indexOf(step) + 1] ?? null;
  await db.$executeRaw`
    UPDATE history_state SET step = ${next}, after = 0,
      rules_hash = CASE WHEN ${next}::text IS NULL THEN new_hash ELSE rules_hash END WHERE id = 1`;
  return next !== null;
}

async function work(db: Queries, step: Step, ids: readonly number[], rules: HistoryRules, now: Date): Promise<void> {
  switch (step) {
    case 'campaigns': {
      const dirty = nothingDirty();
      await refreshCampaigns(db, ids, rules, now, dirty);
      return settle(db, dirty, rules);
    }
    case 'values':
      await valueDeals(db, ids, rules);
      await linkDealPeople(db, ids);
      return;
    case 'people':
      await refreshProspects(db, ids, rules);
      return;
    case 'deals':
      return refreshDeals(db, ids);
    case 'credits':
      return refreshCredits(db, ids, rules);
    case 'sums':
      await valueSubscriptions(db, rules);
      return valueCosts(db, rules);
  }
}

async function nextIds(db: Queries, step: Step, after: number): Promise<readonly number[]> {
  const table = TABLES[step];
  if (table === null) return [];
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM ${Prisma.raw(table)} WHERE id > ${after} ORDER BY id LIMIT ${PORTION}`;
  return rows.map(({ id }) => id);
}

async function readState(db: Queries): Promise<State> {
  const [state] = await db.$queryRaw<State[]>`
    SELECT rules_hash AS rules, new_hash AS wanted, step, after FROM history_state WHERE id = 1`;
  return state ?? { rules: null, wanted: null, step: null, after: 0 };
}

async function begin(db: Queries, hash: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO history_state (id, new_hash, step, after) VALUES (1, ${hash}, ${STEPS[0]}, 0)
    ON CONFLICT (id) DO UPDATE SET (new_hash, step, after) = (EXCLUDED.new_hash, EXCLUDED.step, 0)`;
}

function hashOf(rules: HistoryRules): string {
  const written = JSON.stringify({
    ...rules,
    rates: [...rules.rates].toSorted(([one], [other]) => (one < other ? -1 : 1)),
  });
  return createHash('sha256').update(written).digest('hex');
}
