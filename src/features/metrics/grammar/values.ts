// Which value of a dimension somebody means: by its name whatever its case, a country by its name too, and by likeness
// where it is only to be proposed.
import leven from 'leven';
import type { Dimension } from '../metric.ts';
import { keyOf } from './tokens.ts';

export type Values = ReadonlyMap<Dimension, readonly string[]>;

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Names that people write and the standard does not have. */
const ALIASES: Readonly<Record<string, string>> = { uk: 'GB', usa: 'US', america: 'US', england: 'GB', holland: 'NL' };

/** The value as it is kept; null where none is called so. */
export function valueNamed(values: Values, dimension: Dimension, text: string): string | null {
  const known = values.get(dimension) ?? [];
  const exact = known.find((value) => value === text);
  if (exact !== undefined) return exact;
  const lower = text.toLowerCase();
  const alike =
    known.find((value) => value.toLowerCase() === lower) ?? known.find((value) => keyOf(value) === keyOf(text));
  if (alike !== undefined) return alike;
  if (dimension === 'country') return countryNamed(known, text);
  return dimension === 'owner' ? ownerNamed(known, lower) : null;
}

/** Values that look or sound like it, most alike first. */
export function valuesLike(values: Values, dimension: Dimension, text: string, most: number): readonly string[] {
  const wanted = keyOf(text);
  if (wanted === '') return [];
  return (values.get(dimension) ?? [])
    .map((value) => ({ value, far: distance(wanted, dimension, value) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(wanted.length / 3)))
    .toSorted((one, two) => one.far - two.far)
    .slice(0, most)
    .map(({ value }) => value);
}

/** Values one of whose words it is: `linkedin` of `LinkedIn Ads`. */
export function valuesNaming(values: Values, dimension: Dimension, text: string): readonly string[] {
  const wanted = keyOf(text);
  if (wanted.length < 3) return [];
  return (values.get(dimension) ?? []).filter((value) => ` ${keyOf(value)} `.includes(` ${wanted} `));
}

function distance(wanted: string, dimension: Dimension, value: string): number {
  const names = dimension === 'country' ? [value, countryName(value) ?? value] : [value, value.split('@')[0] ?? value];
  const fars = names.map((name) => {
    const key = keyOf(name);
    // What begins a name is close to it, as far as it goes.
    return wanted.length >= 3 && key.startsWith(wanted) ? 1 : leven(wanted, key, { maxDistance: 10 });
  });
  return Math.min(...fars);
}

/** By what stands before the @, where that is one person. */
function ownerNamed(known: readonly string[], name: string): string | null {
  const [only, ...more] = known.filter((value) => value.toLowerCase().startsWith(`${name}@`));
  return more.length === 0 ? (only ?? null) : null;
}

function countryNamed(known: readonly string[], text: string): string | null {
  const wanted = keyOf(text);
  const code = ALIASES[wanted];
  return known.find((value) => value === code || keyOf(countryName(value) ?? '') === wanted) ?? null;
}

/** Only of what is a region's code. */
function countryName(value: string): string | null {
  return /^[A-Z]{2}$/u.test(value) ? (COUNTRIES.of(value) ?? null) : null;
}
