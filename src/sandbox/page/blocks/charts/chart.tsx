// Native charts: title, picture, legend, what is pointed at in words, and the same numbers as a table for who cannot see.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BlockProps } from '../block-props.ts';
import { moved } from '../elements/menu-options.ts';
import { textIn } from '../json.ts';
import { Unknown } from '../unknown.tsx';
import { chartDataOf, colourOf, exact, percent } from './chart-data.ts';
import type { ChartData } from './chart-data.ts';
import { PIE_SIZE, PieChart } from './pie-chart.tsx';
import { PlotChart } from './plot-chart.tsx';
import { plotOf } from './plot-geometry.ts';
import './charts.css';

const WIDTH = 520;

export function Chart({ block }: BlockProps): VNode {
  const [active, setActive] = useState<number | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const data = chartDataOf(block);
  if (data === null) return <Unknown what="block" json={block} />;
  const title = textIn(block, 'title');
  const count = data.kind === 'pie' ? data.slices.length : data.categories.length;
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = ARROWS[event.key] ?? event.key;
    const to = moved(active ?? -1, key, count);
    if (to === null && event.key !== 'Escape') return;
    if (to === null && active === null) return;
    event.preventDefault();
    event.stopPropagation();
    setActive(to);
  };
  return (
    <figure class="block-chart">
      <figcaption class="block-words">{title}</figcaption>
      <div
        ref={frame}
        class="block-chart-frame"
        data-kind={data.kind}
        role="group"
        aria-roledescription="chart"
        aria-label={`${title}. Arrow keys go through its values.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setActive(active ?? 0)}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
      >
        {count === 0 && <p class="block-hint">There are no values.</p>}
        {data.kind === 'pie' ? (
          <PieChart data={data} active={active} onPoint={setActive} />
        ) : (
          <PlotChart data={data} width={width} active={active} onPoint={setActive} />
        )}
        <Legend data={data} active={active} />
        <div role="status">
          {active !== null && (
            <div class="block-chart-tip" style={{ left: `${tipAt(data, active, width)}px` }}>
              <Tip data={data} index={active} />
            </div>
          )}
        </div>
      </div>
      <Numbers data={data} title={title} />
    </figure>
  );
}

const ARROWS: Readonly<Record<string, string>> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' };

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(WIDTH);
  useLayoutEffect(() => {
    const measured = frame.current;
    if (measured === null) return undefined;
    const sizes = new ResizeObserver(() => setWidth(Math.floor(measured.clientWidth)));
    sizes.observe(measured);
    return () => sizes.disconnect();
  }, []);
  return width;
}

/** How wide what is said of a value may be, half of it, in pixels. */
const HALF_TIP = 90;

function tipAt(data: ChartData, index: number, width: number): number {
  const at = data.kind === 'pie' ? PIE_SIZE / 2 : (plotOf(data, width).columns[index]?.x ?? 0);
  return Math.max(HALF_TIP, Math.min(at, width - HALF_TIP));
}

interface DataProps {
  readonly data: ChartData;
}

function Legend({ data, active }: DataProps & { readonly active: number | null }): VNode {
  const entries =
    data.kind === 'pie'
      ? data.slices.map(({ label, share }) => ({ label, more: percent(share) }))
      : data.series.map(({ name }) => ({ label: name, more: '' }));
  return (
    <ul class="block-chart-legend">
      {entries.map(({ label, more }, index) => (
        <li data-active={data.kind === 'pie' && index === active}>
          <span class="block-chart-key" style={{ background: colourOf(index) }} aria-hidden="true" />
          <span class="block-words">{label}</span>
          {more !== '' && <span class="block-chart-share">{more}</span>}
        </li>
      ))}
    </ul>
  );
}

function Tip({ data, index }: DataProps & { readonly index: number }): VNode | null {
  if (data.kind === 'pie') {
    const slice = data.slices[index];
    if (slice === undefined) return null;
    return (
      <>
        <strong>{slice.label}</strong> {exact(slice.value)} ({percent(slice.share)})
      </>
    );
  }
  return (
    <>
      <strong>{data.categories[index]}</strong>
      {data.series.map(({ name, values }, series) => (
        <span class="block-chart-value">
          <span class="block-chart-key" style={{ background: colourOf(series) }} aria-hidden="true" />
          {name} {exact(values[index] ?? null)}
        </span>
      ))}
    </>
  );
}

function Numbers({ data, title }: DataProps & { readonly title: string }): VNode {
  const head = data.kind === 'pie' ? ['', 'Value', 'Share'] : [data.xLabel, ...data.series.map(({ name }) => name)];
  const rows =
    data.kind === 'pie'
      ? data.slices.map(({ label, value, share }) => [label, exact(value), percent(share)])
      : data.categories.map((label, index) => [
          label,
          ...data.series.map(({ values }) => exact(values[index] ?? null)),
        ]);
  return (
    <table class="block-unseen">
      <caption>{title}</caption>
      <thead>
        <tr>
          {head.map((text) => (
            <th scope="col">{text || 'Category'}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, ...values]) => (
          <tr>
            <th scope="row">{label}</th>
            {values.map((value) => (
              <td>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
