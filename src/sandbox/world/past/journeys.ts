// How far people get and how long it takes: who takes them, when they qualify, when they are accepted, when they are given up.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Chance } from './chance.ts';
import { wholeSeconds } from './chance.ts';
import { ownersFor } from './owners.ts';
import type { PastPerson } from './past.ts';
import type { PastSource } from './sources.ts';

type Journey = Pick<PastPerson, 'owner' | 'ownerBefore' | 'assignedAt' | 'mqlAt' | 'sqlAt' | 'lostAt'>;

interface Traveller {
  readonly company: PastPerson['company'];
  readonly createdAt: number;
  readonly hubspot: boolean;
  readonly salesforce: boolean;
  readonly cameBy: PastSource;
  /** Key into COUNTRIES. */
  readonly at: string;
}

const MQL_SHARE = 0.44;
const SQL_SHARE = 0.44;
const BY_COUNTRY: Readonly<Record<string, number>> = { DE: 1.12, GB: 1.05, US: 1, IN: 0.7, BR: 0.75, NG: 0.6 };

/** Nothing of it lies at or after `until`. */
export function drawJourney(chance: Chance, traveller: Traveller, until: number): Journey {
  const { company, createdAt, cameBy: source, at } = traveller;
  const fit = (BY_COUNTRY[at] ?? 0.9) * sizeFit(company?.employees ?? 1);
  const stages = drawStages();
  const owning = drawOwning();
  const lost = stages.sqlAt === null && chance.chance(0.55);
  const lostAt = lost ? before(createdAt + 3 * DAY_MS + chance.lognormal(30 * DAY_MS, 0.6)) : null;
  return { ...stages, ...owning, lostAt: lostAt !== null && lostAt > (stages.mqlAt ?? 0) ? lostAt : null };

  function before(instant: number): number | null {
    return instant < until ? wholeSeconds(instant) : null;
  }

  function drawStages(): Pick<Journey, 'mqlAt' | 'sqlAt'> {
    if (!chance.chance(MQL_SHARE * source.mql * fit)) {
      // Some are so good that sales takes them without marketing's word.
      const skips = chance.chance(0.012);
      return { mqlAt: null, sqlAt: skips ? before(createdAt + chance.lognormal(4 * DAY_MS, 0.8)) : null };
    }
    const atOnce = !traveller.salesforce && chance.chance(0.08);
    const mqlAt = atOnce ? createdAt : before(createdAt + chance.lognormal(2.5 * DAY_MS, 1.1));
    if (mqlAt === null || !chance.chance(SQL_SHARE * source.sql * fit)) return { mqlAt, sqlAt: null };
    return { mqlAt, sqlAt: before(mqlAt + chance.lognormal(14 * DAY_MS, 0.75)) };
  }

  function drawOwning(): Pick<Journey, 'owner' | 'ownerBefore' | 'assignedAt'> {
    const free = { owner: null, ownerBefore: null, assignedAt: null };
    if (stages.sqlAt === null && chance.chance(0.08)) return free;
    const assignedAt = before(chance.chance(0.3) ? createdAt : createdAt + chance.lognormal(45 * MINUTE_MS, 1.1));
    if (assignedAt === null) return free;
    const owners = ownersFor(at);
    const owner = chance.pick(owners);
    if (traveller.salesforce && traveller.hubspot) return { owner, ownerBefore: null, assignedAt };
    const until = chance.chance(0.08) ? before(assignedAt + HOUR_MS + chance.lognormal(2 * DAY_MS, 1)) : null;
    const other = chance.pick(owners);
    return { owner, ownerBefore: until === null || other === owner ? null : { owner: other, until }, assignedAt };
  }
}

function sizeFit(employees: number): number {
  if (employees > 1000) return 1.25;
  return employees > 200 ? 1.1 : 0.85;
}
