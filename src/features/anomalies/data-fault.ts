// Whether what looks unusual is the business or the data: a number that rests on a system that is not read whole says nothing
// of the business. Webhooks that are silent say nothing either way, because polling reads everything.
import { spanText } from '#kernel/time.ts';
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
}

interface LookedAt {
  readonly dayEnds: Date;
  readonly now: Date;
}

/** The gravest fault of those that touch the day, for people; null: the data is whole, and what is unusual is the business. */
export function faultOf({ dayEnds, now }: LookedAt, systems: readonly SystemHealth[]): string | null {
  const behind = systems.filter(({ readThrough }) => readThrough === null || readThrough < dayEnds);
  const ago = (at: Date): string => spanText(now.getTime() - at.getTime());
  for (const { name, failingSince } of behind) {
    if (failingSince === null || failingSince >= dayEnds) continue;
    return `Reading ${name} has been failing for ${ago(failingSince)}`;
  }
  const [stale] = behind;
  if (stale === undefined) return null;
  const { name, readThrough } = stale;
  return readThrough === null ? `${name} has not been read yet` : `${name} was last read ${ago(readThrough)} ago`;
}
