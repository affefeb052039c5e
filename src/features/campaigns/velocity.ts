// How long a campaign took from the request to the launch, leg by leg, in calendar and in working time. Pure; kept for KPIs.
import { elapsed } from '#kernel/time.ts';
import type { WorkCalendar } from '#features/people/calendar.ts';
import { workingTimeBetween } from '#features/people/calendar.ts';
import type { Campaign } from './campaign.ts';

/** `brief`: planned to asked for. `approval`: to the last yes. `build`: to the order to launch. `launch`: to live. */
export const LEGS = ['brief', 'approval', 'build', 'launch'] as const;
type LegName = (typeof LEGS)[number];

/** Milliseconds. */
interface Span {
  readonly calendarMs: number;
  readonly workingMs: number;
}

export interface Velocity {
  /** Null: the leg is not over. */
  readonly legs: Readonly<Record<LegName, Span | null>>;
  /** From the request to live, as campaign velocity is measured; null while it is not live. */
  readonly requestToLaunch: Span | null;
}

type Stamps = Pick<Campaign, 'createdAt' | 'requestedAt' | 'approvedAt' | 'launchAskedAt' | 'launchedAt'>;

export function velocityOf(campaign: Stamps, calendar: WorkCalendar): Velocity {
  const { createdAt, requestedAt, approvedAt, launchAskedAt, launchedAt } = campaign;
  return {
    legs: {
      brief: spanOf(calendar, createdAt, requestedAt),
      approval: spanOf(calendar, requestedAt, approvedAt),
      build: spanOf(calendar, approvedAt, launchAskedAt),
      launch: spanOf(calendar, launchAskedAt, launchedAt),
    },
    requestToLaunch: spanOf(calendar, requestedAt, launchedAt),
  };
}

function spanOf(calendar: WorkCalendar, from: Date | null, to: Date | null): Span | null {
  if (from === null || to === null || to < from) return null;
  return { calendarMs: elapsed(from, to), workingMs: workingTimeBetween(calendar, from, to) };
}
