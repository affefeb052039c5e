// Which days are known to be different for a KPI: public holidays, days on which nobody works, events of the playbook and
// those that people named, and the days on which a campaign was launched.
import type { Playbook } from '#features/playbook/schema.ts';
import { defaultCountry, specialDay } from '../calendar.ts';
import type { KnownEvent } from '../store.ts';
import { dayAfter } from './calendar-day.ts';
import type { CampaignDay } from './campaign-days.ts';

export interface DayKnown {
  /** Neither judged nor learned from. */
  readonly special: boolean;
  /** The turn of the year: only the extraordinary is told, and nothing is learned. */
  readonly season: boolean;
  /** A campaign was launched on it or the day before: more than usual is what was wanted. */
  readonly launch: boolean;
  /** Of holidays, events and campaigns. */
  readonly names: readonly string[];
}

export type SpecialDayOf = (day: string) => DayKnown;

/** A span of days, both included, of one year or of every year since. */
export interface EventDays extends Pick<KnownEvent, 'name' | 'from' | 'to' | 'everyYear'> {}

/** @param metric id of a KPI; what is said of other KPIs does not count. */
export function specialDays(
  playbook: Playbook,
  events: readonly KnownEvent[],
  campaigns: readonly CampaignDay[],
  metric: string,
): SpecialDayOf {
  const own = eventsOf(playbook, events, metric);
  const places = placesOf(playbook);
  const off = new Set(playbook.organization.holidays);
  const launches = launchesBy(campaigns);
  const known = new Map<string, DayKnown>();
  return (day) => {
    const asked = known.get(day);
    if (asked !== undefined) return asked;
    const holiday = specialDay(places, day);
    const named = own.filter((event) => isWithin(event, day)).map(({ name }) => name);
    const holidays = holiday?.kind === 'holiday' ? holiday.names : off.has(day) ? ['Day off'] : [];
    const launched = launches.get(day) ?? [];
    const found = {
      special: named.length > 0 || holidays.length > 0,
      season: holiday?.kind === 'season',
      launch: launched.length > 0,
      names: [...new Set([...holidays, ...named, ...launched])],
    };
    known.set(day, found);
    return found;
  };
}

/** Events that change this KPI, of the playbook first. */
export function eventsOf(playbook: Playbook, events: readonly KnownEvent[], metric: string): readonly EventDays[] {
  const written = playbook.watching.events.map(({ name, from, to, every_year, metrics }) => {
    return { name, from, to: to ?? from, everyYear: every_year, metrics };
  });
  return [...written, ...events].filter(({ metrics }) => metrics.length === 0 || metrics.includes(metric));
}

/** When an event takes place within these days, each time; a yearly one from its first year on. */
export function occurrences(event: EventDays, from: string, to: string): readonly { from: string; to: string }[] {
  const [first, last] = [yearOf(event.from), yearOf(event.to)];
  const found: { from: string; to: string }[] = [];
  for (let year = Math.max(first, yearOf(from) - (last - first)); year <= yearOf(to); year += 1) {
    if (year > first && !event.everyYear) break;
    const days = { from: inYear(event.from, year), to: inYear(event.to, year + last - first) };
    if (days.from <= to && days.to >= from) found.push(days);
  }
  return found;
}

function isWithin(event: EventDays, day: string): boolean {
  return occurrences(event, day, day).length > 0;
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** The same day of another year; 29 February is the 28th where there is none. */
function inYear(day: string, year: number): string {
  const ofYear = `${String(year).padStart(4, '0')}${day.slice(4)}`;
  return day.endsWith('-02-29') && !isLeap(year) ? `${ofYear.slice(0, 8)}28` : ofYear;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** As the playbook says; else the country of the organization's zone, if it has one. */
export function placesOf({ watching, organization }: Playbook): readonly string[] {
  if (watching.countries.length > 0) return watching.countries;
  const country = defaultCountry(organization.timezone);
  return country === null ? [] : [country];
}

/** By the day of the launch and the day after it, when most of what it brings has come. */
function launchesBy(campaigns: readonly CampaignDay[]): ReadonlyMap<string, readonly string[]> {
  const by = new Map<string, string[]>();
  for (const { name, day } of campaigns) {
    for (const on of [day, dayAfter(day, 1)]) by.set(on, [...(by.get(on) ?? []), name]);
  }
  return by;
}
