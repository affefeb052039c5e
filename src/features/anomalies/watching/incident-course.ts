// How an incident is spoken of where it is kept: its subject in the audit log, its numbers, and what its channel knows of it.
import type { Course } from '../incidents.ts';
import type { Incident } from '../store.ts';

export const SYSTEM = { kind: 'system', part: 'watches' } as const;

export function incidentSubject({ id }: Pick<Incident, 'id'>): string {
  return `incident:${id}`;
}

export function metricsOf({ signals }: Pick<Incident, 'signals'>): string[] {
  return [...new Set(signals.map(({ metric }) => metric))];
}

/** As it is right now, for when it has become worse. */
export function courseOf({ kind, channelName, severity, since, signals, causes }: Incident): Course {
  return { kind, channelName, severity, since, signals, causes };
}
