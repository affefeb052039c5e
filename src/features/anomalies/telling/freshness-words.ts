// How far the data reaches that an incident rests on, and of a fault what that means for the numbers. Pure.
import { clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { localTime } from '#kernel/time.ts';
import type { SystemHealth } from '../data-fault.ts';
import { faultParts } from './incident-words.ts';
import type { IncidentData } from './incident-data.ts';
import { isOwn } from './terms.ts';

const MOST_NAMED = 6;
const ADVICE_MAX = 400;

/** `Data as of: HubSpot 22 Nov 04:02, Salesforce 22 Nov 04:05 (Europe/Berlin)`; empty without a CRM. */
export function freshnessLine({ systems, terms: { zone } }: IncidentData): Mrkdwn {
  if (systems.length === 0) return escape('');
  const known = systems.map(({ name, readThrough }) => {
    return `${name} ${readThrough === null ? 'not read yet' : instantWords(readThrough, zone)}`;
  });
  return escape(`Data as of: ${known.join(', ')} (${zone})`, 400);
}

/** Of a data fault what is missing and which numbers it touches; of both kinds of fault what is done about it. */
export function reachLines(data: IncidentData): readonly Mrkdwn[] {
  const { incident, numbers } = data;
  const goesOn = incident.state === 'open' || incident.state === 'acknowledged';
  const { advice } = faultParts(incident.fault ?? '');
  const advised = advice === null || !goesOn ? [] : [withCommands(advice)];
  if (incident.kind === 'own') return advised;
  const names = [...new Set(numbers.filter(({ signal }) => !isOwn(signal)).map(({ name }) => name))];
  const hidden = names.length - MOST_NAMED;
  const more = hidden > 0 ? ` and ${hidden} more` : '';
  const listed = `${names.slice(0, MOST_NAMED).join(', ')}${more}`;
  if (!goesOn) return [escape(`What was missing is there again${names.length === 0 ? '' : `, for ${listed}`}.`, 600)];
  const touched = names.length === 0 ? '' : `: ${listed}`;
  return [
    ...data.systems.flatMap((system) => missingLine(system, data)),
    escape(`Numbers that rest on it are not whole${touched}. No business alarm is raised of them meanwhile.`, 600),
    ...advised,
  ];
}

/** Commands in backticks are shown as such. */
function withCommands(advice: string): Mrkdwn {
  const parts = clip(advice, ADVICE_MAX).split('`');
  // A single backtick is nobody's command.
  if (parts.length % 2 === 0) return escape(parts.join(''));
  return join(
    parts.map((part, index) => (index % 2 === 1 && part !== '' ? md`\`${escape(part)}\`` : escape(part))),
    '',
  );
}

function missingLine({ name, readThrough, failingSince }: SystemHealth, { terms: { zone } }: IncidentData) {
  if (failingSince === null) return [];
  const since = readThrough ?? failingSince;
  return [escape(`What ${name} knows since ${instantWords(since, zone)} is missing.`, 300)];
}

/** `22 Nov 04:02` */
function instantWords(at: Date, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at);
  return `${day} ${localTime(at, zone)}`;
}
