// What time it is where a lead is, as far as its country tells.
import { getAllCountries, getTimezonesForCountry } from 'countries-and-timezones';
import { localTime } from '#kernel/time.ts';

const CODES: ReadonlyMap<string, string> = new Map(
  Object.values(getAllCountries()).flatMap(({ id, name }) => [
    [name.toLowerCase(), id],
    [id.toLowerCase(), id],
  ]),
);

/** Names that CRMs hold and the country list spells otherwise. */
const ALIASES: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'united kingdom': 'GB',
  'great britain': 'GB',
  england: 'GB',
  deutschland: 'DE',
  'czech republic': 'CZ',
  korea: 'KR',
  russia: 'RU',
  vietnam: 'VN',
};

/** `14:05`, or `09:05 to 12:05` in a country of several zones; null for a country that we do not know. */
export function localHour(country: string, at: Date): string | null {
  const name = country.trim().toLowerCase();
  const code = ALIASES[name] ?? CODES.get(name);
  const zones = code === undefined ? null : getTimezonesForCountry(code);
  if (!zones || zones.length === 0) return null;
  const byOffset = zones.toSorted((one, other) => one.utcOffset - other.utcOffset);
  const [west, east] = [byOffset[0], byOffset.at(-1)];
  if (!west || !east) return null;
  const [early, late] = [localTime(at, west.name), localTime(at, east.name)];
  return early === late ? early : `${early} to ${late}`;
}
