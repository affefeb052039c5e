// From the first to the last unusual day of an incident. Pure.
import type { Incident } from '../store.ts';

export interface IncidentDays {
  readonly since: string;
  readonly until: string;
}

/** Calendar days; of readings by the minute the day in UTC. */
export function daysOf({ since, signals }: Pick<Incident, 'since' | 'signals'>): IncidentDays {
  const days = [since, ...signals.map(({ day }) => day)].map((day) => day.slice(0, 10)).toSorted();
  return { since: days[0] ?? since, until: days.at(-1) ?? since };
}
