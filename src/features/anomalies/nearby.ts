// What else happened around the days of an incident, the nearest first, a sentence each. It suggests; it proves nothing.
import { DAY_MS } from '#kernel/time.ts';

/** Days are calendar days in the organization's zone. */
export interface Happening {
  readonly kind: 'outage' | 'event' | 'holiday' | 'campaign' | 'campaign_end' | 'playbook';
  /** `Thanksgiving`, `Spring launch`, `HubSpot`; of a playbook its version, `7`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface Days {
  readonly since: string;
  readonly until: string;
}

/** Days before an incident in which something may have caused it. */
const BEFORE = 3;
const MOST = 5;
/** Of those equally near, what explains a number best. */
const ORDER: readonly Happening['kind'][] = ['outage', 'event', 'holiday', 'campaign', 'campaign_end', 'playbook'];

export function nearbyOf(happenings: readonly Happening[], { since, until }: Days): readonly string[] {
  return happenings
    .map((happening) => ({ happening, before: daysBetween(happening.to, since) }))
    .filter(({ happening, before }) => before <= BEFORE && happening.from <= until)
    .toSorted((a, b) => Math.max(0, a.before) - Math.max(0, b.before) || byKind(a.happening, b.happening))
    .slice(0, MOST)
    .map(({ happening }) => sentence(happening));
}

function daysBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / DAY_MS;
}

function byKind(a: Happening, b: Happening): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.from < b.from ? 1 : -1);
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

function sentence({ kind, name, from, to }: Happening): string {
  const days = from === to ? `on ${dayText(from)}` : `from ${dayText(from)} to ${dayText(to)}`;
  switch (kind) {
    case 'outage':
      return `${name} could not be read ${days}`;
    case 'event':
      return `${name} ${days}`;
    case 'holiday':
      return `Holiday: ${name} ${days}`;
    case 'campaign':
      return `Campaign “${name}” launched ${days}`;
    case 'campaign_end':
      return `Campaign “${name}” ended ${days}`;
    case 'playbook':
      return `Playbook version ${name} put in force ${days}`;
  }
}
