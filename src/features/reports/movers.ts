// What explains a change: the groups that it came from, and whether it is more than chance. Pure.
import type { Answer, Figure, Group } from '#features/metrics/answer.ts';
import type { Unit } from '#features/metrics/metric.ts';

export interface Mover {
  readonly name: string;
  /** Its part of the change, in the KPI's unit. */
  readonly change: number;
  /** Of the whole change; above 1 where others went the other way. */
  readonly share: number;
}

/** Sums and ratios: these are the parts of a change that add up to it. */
const ADDS_UP: ReadonlySet<Unit> = new Set(['count', 'money']);
/** Less is not worth a line. */
const LEAST_SHARE = 0.15;
const MOST = 3;
/** Standard errors beyond which a change of a count or ratio is said to be more than chance. */
const NOTABLE = 2;
/** What counts as a change where chance cannot be told from the number alone. */
const NOTABLE_CHANGE = 0.2;

/**
 * Groups that pull the same way as the whole, the largest part first. Of a ratio a group's part is what its cases add to
 * the numerator of the whole, so the parts add up to the change as well. Empty where the parts of this KPI do not add up,
 * as with medians. What has no value of the dimension explains nothing.
 */
export function moversOf({ metric, figure, compared, groups }: Answer): readonly Mover[] {
  const [now, before] = [figure, compared?.figure ?? null];
  if (before === null || now.value === null || before.value === null) return [];
  const whole = now.value - before.value;
  if (whole === 0) return [];
  return groups
    .filter(({ key }) => key !== null)
    .flatMap((group): Mover[] => {
      const change = partOf(group, now, before, metric.unit);
      return change === null ? [] : [{ name: group.name, change, share: change / whole }];
    })
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((one, other) => other.share - one.share)
    .slice(0, MOST);
}

function partOf(group: Group, now: Figure, before: Figure, unit: Unit): number | null {
  if (now.parts !== null && before.parts !== null) {
    if (now.parts.denominator === 0 || before.parts.denominator === 0) return null;
    const is = (group.parts?.numerator ?? 0) / now.parts.denominator;
    return is - (group.before?.parts?.numerator ?? 0) / before.parts.denominator;
  }
  return ADDS_UP.has(unit) ? (group.value ?? 0) - (group.before?.value ?? 0) : null;
}

/** Whether the change is more than the ups and downs of chance: two standard errors, or a fifth where none is known. */
export function isNotable({ metric, figure, compared }: Pick<Answer, 'metric' | 'figure' | 'compared'>): boolean {
  const [now, before] = [figure, compared?.figure ?? null];
  if (before === null || now.value === null || before.value === null) return false;
  const change = Math.abs(now.value - before.value);
  if (now.parts !== null && before.parts !== null) return change > NOTABLE * errorOfShares(now.parts, before.parts);
  if (metric.unit === 'count') return change > NOTABLE * Math.sqrt(now.value + before.value);
  return change > NOTABLE_CHANGE * Math.abs(before.value);
}

interface Parts {
  readonly numerator: number;
  readonly denominator: number;
}

/** Of the difference of two shares, each with its pooled share; nothing is notable where there were no cases. */
function errorOfShares(one: Parts, other: Parts): number {
  if (one.denominator === 0 || other.denominator === 0) return Infinity;
  const pooled = (one.numerator + other.numerator) / (one.denominator + other.denominator);
  const spread = Math.max(0, pooled * (1 - pooled));
  return Math.sqrt(spread * (1 / one.denominator + 1 / other.denominator));
}
