// Buttons and switches that make things happen in the world outside, and the clock.
import type { VNode } from 'preact';
import type { OutsideWorld } from '../live/world.ts';

export function HappeningsPanel({ world }: { readonly world: OutsideWorld }): VNode {
  return <section>{world.happenings.value.length}</section>;
}
