// Readings drawn by a seed: by the hour or more often, with a day's and a week's rhythm and noise by share. For tests and
// benchmarks of the continuous detector.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Observation } from '#features/anomalies/detector.ts';

const FIRST = Date.UTC(2024, 0, 1);

export interface Drawing {
  readonly seed: number;
  readonly days: number;
  readonly minutes?: number;
  readonly level?: number;
  /** Standard deviation of the logarithm. */
  readonly noise?: number;
  /** What is done to the value of a day, counted from 0, and an hour. */
  readonly happens?: (value: number, day: number, hour: number) => number;
}

export function drawReadings({
  seed,
  days,
  minutes = 60,
  level = 3,
  noise = 0.2,
  happens,
}: Drawing): readonly Observation[] {
  const normal = normals(seed);
  return Array.from({ length: (days * 1440) / minutes }, (_, i) => {
    const hours = (i * minutes) / 60;
    const day = Math.floor(hours / 24);
    const rhythm = (1 + 0.3 * Math.sin((hours * Math.PI) / 12)) * (day % 7 > 4 ? 0.8 : 1);
    const value = level * rhythm * Math.exp(noise * normal());
    return aReading(new Date(FIRST + i * minutes * 60_000), happens?.(value, day, hours % 24) ?? value);
  });
}

export function aReading(at: Date, value: number): Observation {
  return { at, value, parts: null, weekday: ((at.getUTCDay() + 6) % 7) + 1, special: false };
}

export function uniforms(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
