// The store of what is kept of the CRMs, over one transaction of the caller's or over its own.
import type { HistoryStore } from '#features/history/store.ts';
import type { Clock } from '#ports/clock.ts';
import type { Queries } from '../client.ts';
import { costs, enterCosts, removeCost } from './costs.ts';
import { markGone } from './gone.ts';
import { mergeRecords } from './merge.ts';
import { putPortion } from './put.ts';
import { storable } from './storable.ts';
import { recompute, recomputeIfChanged } from './recompute.ts';
import { totals, versions } from './totals.ts';

/** Runs work that commits together, or within what the caller commits. */
export type Unit = <T>(work: (db: Queries) => Promise<T>) => Promise<T>;

const PORTION = 1000;

/** @param unit for work that is more than one statement. */
export function createHistoryStore(db: Queries, unit: Unit, clock: Clock): HistoryStore {
  let looked = '';
  return {
    async put(rows, rules, now) {
      let taken = 0;
      const day = new Intl.DateTimeFormat('en-CA', { timeZone: rules.zone }).format(now);
      // At least one: the costs of running campaigns grow by the day, whatever comes.
      for (let at = 0; at === 0 || at < rows.length; at += PORTION) {
        const portion = rows.slice(at, at + PORTION).map(storable);
        taken += await unit((inside) => putPortion(inside, portion, rules, now, looked !== day));
        looked = day;
      }
      return taken;
    },
    async markGone(refs, rules) {
      for (let at = 0; at < refs.length; at += PORTION) {
        await unit((inside) => markGone(inside, refs.slice(at, at + PORTION), rules, clock.now()));
      }
    },
    merge: (from, into, rules) => unit((inside) => mergeRecords(inside, from, into, rules, clock.now())),
    recompute: (rules) => recompute(unit, rules, clock.now()),
    recomputeIfChanged: (rules) => recomputeIfChanged(unit, rules, clock.now()),
    totals: (crm, kind) => totals(db, crm, kind),
    versions: (crm, kind, after, limit) => versions(db, crm, kind, after, limit),
    enterCosts: (given, rules, now) => unit((inside) => enterCosts(inside, given, rules, now)),
    costs: (limit) => costs(db, limit),
    removeCost: (id) => removeCost(db, id),
  };
}
