// What the tour's panel shows: the steps with their state, and what is announced when one is done. Pure.
import { TOUR, addressOf } from '#sandbox/tour/steps.ts';
import type { TourStep } from '#sandbox/tour/steps.ts';

export interface StepView extends TourStep {
  /** Counts from 1. */
  readonly number: number;
  readonly done: boolean;
  readonly open: boolean;
  readonly address: string;
  /** `as Ana, in #enterprise-leads`. */
  readonly place: string;
}

export interface TourView {
  readonly steps: readonly StepView[];
  readonly done: number;
  readonly isOver: boolean;
}

/** The tabs of the page as people read them. */
const TABS = { hubspot: 'in HubSpot', salesforce: 'in Salesforce', happenings: 'under What happens' } as const;

/** `chosen`: the step that the person opened; null leaves it to the tour, which opens the first that is not done. */
export function tourView(done: readonly string[], chosen: string | null, steps: readonly TourStep[] = TOUR): TourView {
  const next = steps.find(({ id }) => !done.includes(id))?.id ?? null;
  const count = steps.filter(({ id }) => done.includes(id)).length;
  return {
    steps: steps.map((step, index) => ({
      ...step,
      number: index + 1,
      done: done.includes(step.id),
      open: step.id === (chosen ?? next),
      address: addressOf(step.where),
      place: placeOf(step),
    })),
    done: count,
    isOver: next === null,
  };
}

/** A sentence for who cannot see the tick; '' where nothing was done since. */
export function announcement(
  before: readonly string[],
  done: readonly string[],
  steps: readonly TourStep[] = TOUR,
): string {
  const fresh = steps.filter(({ id }) => done.includes(id) && !before.includes(id));
  if (fresh.length === 0) return '';
  const next = steps.find(({ id }) => !done.includes(id));
  const names = fresh.map(({ title }) => title).join(', ');
  return next === undefined ? `Done: ${names}. That was the whole tour.` : `Done: ${names}. Next: ${next.title}.`;
}

function placeOf({ where: { as, channel, tab } }: TourStep): string {
  const name = `${as.charAt(0).toUpperCase()}${as.slice(1)}`;
  const place = tab === undefined ? (channel === undefined ? null : `in #${channel}`) : TABS[tab];
  return [`as ${name}`, ...(place === null ? [] : [place])].join(', ');
}
