// The guided tour: five steps that tick themselves off as they are done, to be followed or ignored.
import type { VNode } from 'preact';
import type { OutsideWorld } from '../live/world.ts';

export interface TourPanelProps {
  readonly world: OutsideWorld;
  /** Takes the person where a step happens: `/?as=ana&channel=enterprise-leads`. */
  readonly goTo: (address: string) => void;
}

export function TourPanel({ world }: TourPanelProps): VNode {
  return <section>{world.state.value?.tour.done.length ?? 0}</section>;
}
