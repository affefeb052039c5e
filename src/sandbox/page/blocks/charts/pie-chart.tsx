// A pie, clockwise from the top in the app's order.
import { arc, pie } from 'd3-shape';
import type { VNode } from 'preact';
import { colourOf } from './chart-data.ts';
import type { PieData, Slice } from './chart-data.ts';

interface PieChartProps {
  readonly data: PieData;
  /** Index of the slice that is pointed at. */
  readonly active: number | null;
  readonly onPoint: (index: number) => void;
}

/** Pixels, either way. */
export const PIE_SIZE = 220;
const RADIUS = 100;

const turn = pie<Slice>()
  .value(({ value }) => value)
  .sort(null);

export function PieChart({ data, active, onPoint }: PieChartProps): VNode {
  return (
    <svg
      width={PIE_SIZE}
      height={PIE_SIZE}
      viewBox={`${-PIE_SIZE / 2} ${-PIE_SIZE / 2} ${PIE_SIZE} ${PIE_SIZE}`}
      aria-hidden="true"
    >
      {turn([...data.slices]).map((slice, index) => {
        const outer = index === active ? RADIUS + 6 : RADIUS;
        const shape = { innerRadius: 0, outerRadius: outer, ...slice };
        return (
          <path
            class="block-chart-slice"
            style={{ fill: colourOf(index) }}
            d={arc()(shape) ?? ''}
            onPointerEnter={() => onPoint(index)}
          />
        );
      })}
    </svg>
  );
}
