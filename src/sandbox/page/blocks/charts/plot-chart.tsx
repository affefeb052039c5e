// Bar, line and area charts over shared categories.
import type { VNode } from 'preact';
import { brief, colourOf } from './chart-data.ts';
import type { PlotData } from './chart-data.ts';
import { plotOf, TILT } from './plot-geometry.ts';
import type { Plot } from './plot-geometry.ts';

interface PlotChartProps {
  readonly data: PlotData;
  readonly width: number;
  /** Index of the category that is pointed at. */
  readonly active: number | null;
  readonly onPoint: (index: number) => void;
}

export function PlotChart({ data, width, active, onPoint }: PlotChartProps): VNode {
  const plot = plotOf(data, width);
  return (
    <svg width={plot.width} height={plot.height} aria-hidden="true">
      <Axes data={data} plot={plot} />
      {plot.columns.map(({ x, width: wide }, index) => (
        <rect
          class={index === active ? 'block-chart-column block-chart-active' : 'block-chart-column'}
          x={x - wide / 2}
          y={plot.top}
          width={wide}
          height={plot.bottom - plot.top}
          onPointerEnter={() => onPoint(index)}
        />
      ))}
      <g class="block-chart-marks">
        {data.series.map((_, series) =>
          data.kind === 'bar' ? (
            <Bars plot={plot} series={series} />
          ) : (
            <Curve plot={plot} series={series} filled={data.kind === 'area'} active={active} />
          ),
        )}
      </g>
    </svg>
  );
}

function Axes({ data, plot }: { readonly data: PlotData; readonly plot: Plot }): VNode {
  const middle = (plot.top + plot.bottom) / 2;
  return (
    <g class="block-chart-axes">
      {plot.ticks.map(({ value, y }) => (
        <>
          <line class={value === 0 ? 'block-chart-zero' : ''} x1={plot.left} x2={plot.right} y1={y} y2={y} />
          <text x={plot.left - 8} y={y} dy="0.32em" text-anchor="end">
            {brief(value)}
          </text>
        </>
      ))}
      {plot.columns.map(({ x, label }) =>
        plot.tilted ? (
          <text transform={`translate(${x + 4} ${plot.bottom + 14}) rotate(-${TILT})`} text-anchor="end">
            {label}
          </text>
        ) : (
          <text x={x} y={plot.bottom + 18} text-anchor="middle">
            {label}
          </text>
        ),
      )}
      {data.xLabel !== '' && (
        <text class="block-chart-name" x={(plot.left + plot.right) / 2} y={plot.height - 6} text-anchor="middle">
          {data.xLabel}
        </text>
      )}
      {data.yLabel !== '' && (
        <text class="block-chart-name" transform={`translate(12 ${middle}) rotate(-90)`} text-anchor="middle">
          {data.yLabel}
        </text>
      )}
    </g>
  );
}

function Bars({ plot, series }: { readonly plot: Plot; readonly series: number }): VNode {
  return (
    <g style={{ fill: colourOf(series) }}>
      {plot.bars[series]?.map((bar) => bar !== null && <rect {...bar} rx={Math.min(3, bar.width / 3)} />)}
    </g>
  );
}

interface CurveProps {
  readonly plot: Plot;
  readonly series: number;
  readonly filled: boolean;
  readonly active: number | null;
}

function Curve({ plot, series, filled, active }: CurveProps): VNode {
  return (
    <g style={{ color: colourOf(series) }}>
      {filled && <path class="block-chart-area" d={plot.areas[series]} />}
      <path class="block-chart-line" d={plot.lines[series]} />
      {plot.points[series]?.map(
        (point, index) => point !== null && <circle cx={point.x} cy={point.y} r={index === active ? 5 : 3} />,
      )}
    </g>
  );
}
