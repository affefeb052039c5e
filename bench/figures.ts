// What a benchmark found, and the few statistics that it needs. Pure.

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'h' | '/s' | 'MB' | 'kB' | '%' | 'a year';
  /** The same measure of something else in the same run; null where there is nothing to compare with. */
  readonly baseline: { readonly name: string; readonly value: number } | null;
  /** Null where nothing was promised. */
  readonly target: { readonly says: string; readonly met: boolean } | null;
}

export interface Result {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** What a reader must know beside the figures: counts, refusals, conditions. */
  readonly notes: readonly string[];
}

export interface Settings {
  /** Length of the measured part, where the scenario runs for a time. */
  readonly seconds: number;
}

export type Scenario = (settings: Settings) => Promise<Result>;

/** The smallest value that at least this share of all values do not exceed (nearest rank). Throws RangeError on none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** A figure that shall stay below `limit`. */
export function below(figure: Omit<Figure, 'target'>, limit: number): Figure {
  return {
    ...figure,
    target: { says: `< ${limit.toLocaleString('en-US')} ${figure.unit}`, met: figure.value < limit },
  };
}

type Compared = Omit<Figure, 'target' | 'baseline'> & { readonly baseline: NonNullable<Figure['baseline']> };

/** A figure that shall be at least `ratio` times its baseline. */
export function atLeast(figure: Compared, ratio: number): Figure {
  return { ...figure, target: { says: `>= ${ratio}x`, met: figure.value / figure.baseline.value >= ratio } };
}

/** A figure that shall stay below `ratio` times its baseline. */
export function lessThan(figure: Compared, ratio: number): Figure {
  return { ...figure, target: { says: `< ${ratio}x`, met: figure.value / figure.baseline.value < ratio } };
}
