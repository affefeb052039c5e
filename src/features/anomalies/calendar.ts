// Which days are known to be different wherever the organization works: public holidays of its countries, and the turn of the
// year. The days themselves are in holidays.json, written by scripts/holidays.ts.
import { getCountryForTimezone } from 'countries-and-timezones';
import table from './holidays.json' with { type: 'json' };

/** By name: one day of every year, or one a year from 2015 on; '' where a year has none, a space between several. */
type Place = Readonly<Record<string, string | readonly string[]>>;
const PLACES = table as unknown as Readonly<Record<string, Place>>;

const FIRST_YEAR = 2015;
const LAST_YEAR = 2040;
/** When many are away, in countries that keep Christmas. */
const SEASON = { from: '12-20', to: '01-05' } as const;
const CHRISTMAS = '12-25';
/** Kept by most where Christmas is, whatever the law says. */
const AROUND_CHRISTMAS: Readonly<Record<string, string>> = {
  '12-24': 'Christmas Eve',
  '12-26': 'Day after Christmas',
  '12-31': 'New Year’s Eve',
};

/** A holiday is neither judged nor learned; at the turn of the year only the extraordinary is told. */
export type SpecialDay = { readonly kind: 'holiday'; readonly names: readonly string[] } | { readonly kind: 'season' };

const computed = new Map<string, ReadonlyMap<string, readonly string[]>>();

/**
 * What is special about a calendar day (`YYYY-MM-DD`, 2015 to 2040) in any of the places (`DE`, or `DE-BY` with its state).
 * Of places and years that are not known nothing is special but the turn of the year.
 */
export function specialDay(places: readonly string[], date: string): SpecialDay | null {
  const names = [...new Set(places.flatMap((place) => holidaysOf(place).get(date) ?? []))];
  if (names.length > 0) return { kind: 'holiday', names };
  const day = date.slice(5);
  if (day < SEASON.from && day > SEASON.to) return null;
  if (!places.some(keepsChristmas)) return null;
  const around = AROUND_CHRISTMAS[day];
  return around === undefined ? { kind: 'season' } : { kind: 'holiday', names: [around] };
}

/** Whether public holidays of a country, and of its state where one is named, are known. */
export function isKnownPlace(place: string): boolean {
  return PLACES[countryOf(place)] !== undefined;
}

/** The country of an IANA time zone; null where a zone is of none (`UTC`), or its holidays are not known. */
export function defaultCountry(zone: string): string | null {
  const country = getCountryForTimezone(zone)?.id;
  return country !== undefined && isKnownPlace(country) ? country : null;
}

/** A holiday on 25 December each year; feasts of the moon fall on it now and then. */
function keepsChristmas(place: string): boolean {
  const days = holidaysOf(place);
  return days.has(`${FIRST_YEAR}-${CHRISTMAS}`) && days.has(`${LAST_YEAR}-${CHRISTMAS}`);
}

function holidaysOf(place: string): ReadonlyMap<string, readonly string[]> {
  const known = computed.get(place);
  if (known !== undefined) return known;
  const names = new Map<string, string[]>();
  // What a state keeps otherwise replaces what its country says under the same name.
  const kept: Place = { ...PLACES[countryOf(place)], ...PLACES[place] };
  for (const [name, days] of Object.entries(kept)) {
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
      const ofYear = typeof days === 'string' ? days : (days[year - FIRST_YEAR] ?? '');
      for (const day of ofYear.split(' ').filter((part) => part !== '')) {
        const date = `${year}-${day}`;
        names.set(date, [...(names.get(date) ?? []), name]);
      }
    }
  }
  computed.set(place, names);
  return names;
}

function countryOf(place: string): string {
  return place.slice(0, 2);
}
