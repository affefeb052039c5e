// Prints results as aligned tables, with the machine that they were measured on.
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Figure, Result } from './figures.ts';

const HEADER = ['measure', 'figure', 'baseline', 'ratio', 'target', 'reached', 'baseline is'];

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores (${model}), Node ${process.version}, ${process.platform}, ${describeLoad()}`;
}

/** Who shares the machine distorts the figures, so the load stands beside them. */
export function describeLoad(): string {
  return `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}

export function describeResult({ title, figures, notes }: Result): string {
  const table = align([HEADER, ...figures.map(cells)]);
  return [title, ...table, ...notes.map((note) => `  - ${note}`)].join('\n');
}

function cells({ what, value, unit, baseline, target }: Figure): readonly string[] {
  return [
    what,
    `${rounded(value)} ${unit}`,
    baseline === null ? '' : `${rounded(baseline.value)} ${unit}`,
    baseline === null ? '' : `${rounded(value / baseline.value)}x`,
    target?.says ?? '',
    target === null ? '' : target.met ? 'yes' : 'NO',
    baseline?.name ?? '',
  ];
}

/** Three digits say as much as the measurement knows. */
function rounded(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const LEFT = new Set([0, HEADER.length - 1]);

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const padded = row.map((cell, column) =>
      LEFT.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${padded.join('  ')}`.trimEnd();
  });
}

/** How many of the targets were reached, and which were not. */
export function describeShort(results: readonly Result[]): string {
  const promised = results.flatMap(({ figures }) => figures).filter(({ target }) => target !== null);
  const missed = promised.filter(({ target }) => target?.met === false).map(({ what }) => what);
  const reached = `${promised.length - missed.length} of ${promised.length} targets reached`;
  return missed.length === 0 ? reached : `${reached}; not: ${missed.join('; ')}`;
}
