// Whether what looks unusual is the business or the data: a number that rests on a system that is not read whole says nothing
// of the business.
import { DAY_MS, spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';

/** What is known of a system that data comes from. */
export interface SystemHealth {
  readonly crm: CrmName;
  /** `HubSpot` */
  readonly name: string;
  /** Everything that happened before is read; null: nothing is. */
  readonly readThrough: Date | null;
  /** Null: reading works. */
  readonly failingSince: Date | null;
  /** The last webhook; null where none is expected. */
  readonly lastWebhook: Date | null;
  /** The longest silence between two webhooks that is usual at this time of the week, in milliseconds. */
  readonly usualSilence: number | null;
}

export interface LookedAt {
  /** Null: there is no value where there always was one. */
  readonly value: number | null;
  readonly dayBegins: Date;
  readonly dayEnds: Date;
  readonly now: Date;
}

export interface DataFault {
  readonly reason: 'sync_failing' | 'stale' | 'webhooks_silent' | 'missing';
  readonly system: string | null;
  readonly since: Date;
  /** For people. */
  readonly sentence: string;
}

/** A silence so many times the usual one is a fault. */
const SILENT = 3;
/** However busy the webhooks are, a shorter silence says nothing. */
const LEAST_SILENCE = 30 * 60_000;

/** The gravest fault of those that touch the day; null: the data is whole, and what is unusual is the business. */
export function faultOf(
  { value, dayBegins, dayEnds, now }: LookedAt,
  systems: readonly SystemHealth[],
): DataFault | null {
  for (const { name, failingSince, readThrough } of systems) {
    if (failingSince === null || failingSince >= dayEnds || covers(readThrough, dayEnds)) continue;
    const sentence = `Reading ${name} has been failing for ${spanText(now.getTime() - failingSince.getTime())}`;
    return { reason: 'sync_failing', system: name, since: failingSince, sentence };
  }
  for (const { name, readThrough } of systems) {
    if (covers(readThrough, dayEnds)) continue;
    const since = readThrough ?? dayBegins;
    const behind = spanText(now.getTime() - since.getTime());
    const sentence = readThrough === null ? `${name} has not been read yet` : `${name} was last read ${behind} ago`;
    return { reason: 'stale', system: name, since, sentence };
  }
  for (const { name, lastWebhook, usualSilence } of systems) {
    if (lastWebhook === null || usualSilence === null || lastWebhook >= dayEnds) continue;
    const silence = now.getTime() - lastWebhook.getTime();
    if (silence < Math.max(LEAST_SILENCE, SILENT * usualSilence)) continue;
    const sentence = `${name} has sent no webhook for ${spanText(silence)}`;
    return { reason: 'webhooks_silent', system: name, since: lastWebhook, sentence };
  }
  if (value !== null) return null;
  const days = Math.max(1, Math.round((dayEnds.getTime() - dayBegins.getTime()) / DAY_MS));
  return {
    reason: 'missing',
    system: null,
    since: dayBegins,
    sentence: days === 1 ? 'There is no value for this day' : `There is no value for these ${days} days`,
  };
}

function covers(readThrough: Date | null, dayEnds: Date): boolean {
  return readThrough !== null && readThrough >= dayEnds;
}
