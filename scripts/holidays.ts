// Writes the holidays of countries and their states into src/features/anomalies/holidays.json: node scripts/holidays.ts.
// `date-holidays` computes them; the app needs only the days, and starts faster without its rules.
import { writeFileSync } from 'node:fs';
import Holidays from 'date-holidays';

const YEARS = { from: 2015, to: 2040 } as const;
const COUNTRIES =
  'AE AR AT AU BE BG BR CA CH CL CN CO CR CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU LV MA MT MX MY NG NL NO NZ PE PH PK PL PT RO RS RU SA SE SG SI SK TH TR TW UA US UY VN ZA'.split(
    ' ',
  );
const WITH_STATES = new Set(['AT', 'AU', 'BR', 'CA', 'CH', 'DE', 'ES', 'GB', 'IN', 'IT', 'MY', 'NZ', 'PT', 'US']);
/** Kept by offices although the law does not say so, by the rule’s own name. */
const KEPT: Readonly<Record<string, RegExp>> = { US: /^Day after Thanksgiving Day$/ };

/** Name to days: one `MM-DD` for all years, or a day a year from the first year on; `''` where a year has none, ` ` between several. */
type Days = Record<string, string | string[]>;

function daysOf(country: string, state?: string): Days {
  const calendar = state === undefined ? new Holidays(country) : new Holidays(country, state);
  calendar.setLanguages('en');
  const years: Record<string, string[]> = {};
  for (let year = YEARS.from; year <= YEARS.to; year += 1) {
    for (const { date, end, name, type, start } of calendar.getHolidays(year)) {
      const first = date.slice(0, 10);
      const isKept = KEPT[country]?.test(name) === true;
      if (type !== 'public' && type !== 'bank' && !isKept) continue;
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      for (let n = 0; n < length; n += 1) {
        const day = new Date(Date.parse(`${first}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
        const at = Number(day.slice(0, 4)) - YEARS.from;
        if (at < 0 || at > YEARS.to - YEARS.from) continue;
        const list = (years[name.replace(/ \(substitute day\)$/, '')] ??= Array.from({ length: 26 }, () => ''));
        const known = list[at] ?? '';
        if (!known.split(' ').includes(day.slice(5))) list[at] = `${known} ${day.slice(5)}`.trim();
      }
    }
  }
  const all = Object.entries(years).map(([name, list]) => [name, pressed(list)] as const);
  return Object.fromEntries(all.toSorted(([one], [other]) => one.localeCompare(other)));
}

function pressed(list: string[]): string | string[] {
  return new Set(list).size === 1 ? (list[0] ?? '') : list;
}

const written: Record<string, Days> = {};
for (const country of COUNTRIES) {
  const national = daysOf(country);
  written[country] = national;
  if (!WITH_STATES.has(country)) continue;
  const known = new Set(Object.entries(national).map((entry) => JSON.stringify(entry)));
  for (const state of Object.keys(new Holidays().getStates(country) ?? {})) {
    const own = Object.entries(daysOf(country, state)).filter((entry) => !known.has(JSON.stringify(entry)));
    if (own.length > 0) written[`${country}-${state.toUpperCase()}`] = Object.fromEntries(own);
  }
}

const file = new URL('../src/features/anomalies/holidays.json', import.meta.url);
const lines = Object.entries(written).map(([place, days]) => `  ${JSON.stringify(place)}: ${JSON.stringify(days)}`);
writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
