// How far the tour has come: each sighting goes by one function a step. Pure; knows neither Slack nor the CRMs.
import type { RecordKey, Sighting } from './sightings.ts';
import type { StepId } from './steps.ts';

interface Claim {
  readonly at: number;
  readonly by: string;
  readonly records: readonly RecordKey[];
  readonly answered: boolean;
}

/** Plain data, so that it can be saved. */
export interface Progress {
  readonly done: readonly StepId[];
  /** Claims whose end has not been seen yet, oldest first. */
  readonly claims: readonly Claim[];
  /** Who was seen to get which record. */
  readonly holders: Readonly<Record<RecordKey, string>>;
  /** Questions that wait for their answer. */
  readonly asked: readonly { readonly by: string; readonly about: 'why' | 'audit' }[];
  /** Of a CRM that was out of order: records that a claim should give to somebody, or that should get a card. */
  readonly owed: readonly { readonly record: RecordKey; readonly what: 'owner' | 'card' }[];
}

export const NOTHING_YET: Progress = { done: [], claims: [], holders: {}, asked: [], owed: [] };

const MOST_KEPT = 50;
const TOGETHER_MS = 10_000;

const STEPS: Readonly<Record<StepId, (before: Progress, seen: Sighting) => boolean>> = {
  claim: hasClaimed,
  race: hasLost,
  why: (before, seen) => isAnswered(before, seen, 'why'),
  outage: hasComeThrough,
  audit: (before, seen) => isAnswered(before, seen, 'audit'),
  request: (_, seen) => seen.kind === 'requested',
  launch: (_, seen) => seen.kind === 'launched',
};

/** The progress after this sighting; the same object where it changes nothing. */
export function follow(before: Progress, seen: Sighting): Progress {
  const noted = note(before, seen);
  const ticked = Object.entries(STEPS).filter(([, isDone]) => isDone(noted, seen));
  const fresh = ticked.map(([id]) => id as StepId).filter((id) => !before.done.includes(id));
  const after = settle(noted, seen);
  return fresh.length === 0 ? after : { ...after, done: [...after.done, ...fresh] };
}

/** What is to be remembered for the steps to see. */
function note(before: Progress, seen: Sighting): Progress {
  switch (seen.kind) {
    case 'claimed': {
      const { at, by, records, unreachable } = seen;
      const claims = [...before.claims, { at, by, records, answered: false }].slice(-MOST_KEPT);
      const owed = [...before.owed, ...unreachable.map((record) => ({ record, what: 'owner' as const }))];
      return { ...before, claims, owed: owed.slice(-MOST_KEPT) };
    }
    case 'owned': {
      const { [seen.record]: _before, ...others } = before.holders;
      return { ...before, holders: seen.by === null ? others : { ...others, [seen.record]: seen.by } };
    }
    case 'asked':
      return { ...before, asked: [...before.asked, { by: seen.by, about: seen.about }].slice(-MOST_KEPT) };
    case 'shown': {
      const claims = before.claims.map((claim) => (claim.by === seen.to ? { ...claim, answered: true } : claim));
      return { ...before, claims };
    }
    case 'arrived_unreachable':
      return { ...before, owed: [...before.owed, { record: seen.record, what: 'card' as const }].slice(-MOST_KEPT) };
    case 'posted':
    case 'requested':
    case 'launched':
      return before;
  }
}

/** Lets go of what has found its end. */
function settle(noted: Progress, seen: Sighting): Progress {
  switch (seen.kind) {
    case 'owned': {
      const claims = noted.claims.filter(({ by, records }) => by !== seen.by || !records.includes(seen.record));
      const owed = noted.owed.filter(({ record, what }) => record !== seen.record || what !== 'owner');
      return { ...noted, claims, owed };
    }
    case 'shown':
      return {
        ...noted,
        claims: noted.claims.filter((claim) => claim.by !== seen.to || !isLost(noted, claim)),
        asked: noted.asked.filter(({ by }) => by !== seen.to),
      };
    case 'posted': {
      const owed = noted.owed.filter(({ record, what }) => what !== 'card' || !seen.records.includes(record));
      return owed.length === noted.owed.length ? noted : { ...noted, owed };
    }
    case 'claimed':
    case 'asked':
    case 'arrived_unreachable':
    case 'requested':
    case 'launched':
      return noted;
  }
}

/** Somebody claimed, and the CRM says so. */
function hasClaimed({ claims }: Progress, seen: Sighting): boolean {
  if (seen.kind !== 'owned' || seen.through !== 'signalbox') return false;
  return claims.some(({ by, records }) => by === seen.by && records.includes(seen.record));
}

/** Somebody was told about a lead that somebody else got. */
function hasLost(noted: Progress, seen: Sighting): boolean {
  if (seen.kind === 'shown') return noted.claims.some((claim) => claim.by === seen.to && isLost(noted, claim));
  if (seen.kind !== 'owned') return false;
  // Several pressed before any of them could know: a claim that is older was refused for another reason.
  const together = noted.claims.filter(({ at }) => seen.at - at <= TOGETHER_MS);
  return together.some((claim) => claim.answered && claim.records.includes(seen.record) && isLost(noted, claim));
}

function isLost({ holders }: Progress, { by, records }: Claim): boolean {
  return records.some((record) => holders[record] !== undefined && holders[record] !== by);
}

function isAnswered({ asked }: Progress, seen: Sighting, question: 'why' | 'audit'): boolean {
  return seen.kind === 'shown' && asked.some(({ by, about }) => by === seen.to && about === question);
}

/** A CRM that was out of order got what was decided meanwhile, or its lead got a card after all. */
function hasComeThrough({ owed }: Progress, seen: Sighting): boolean {
  if (seen.kind === 'owned' && seen.through === 'signalbox')
    return owed.some(({ record, what }) => what === 'owner' && record === seen.record);
  return seen.kind === 'posted' && owed.some(({ record, what }) => what === 'card' && seen.records.includes(record));
}
