// Builders of Slack's own charts and tables. Labels are cut to Slack's limits and told apart where that makes them alike.
import type { ImageBlock, TableBlock } from '@slack/types';
import { LIMITS } from './limits.ts';
import { clip } from './mrkdwn.ts';

/** A data_visualization block over shared categories; Slack's package has no type of it yet. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar' | 'line' | 'area';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label?: string;
      readonly y_label?: string;
    };
  };
}

export interface ChartOptions {
  readonly title: string;
  readonly type: 'bar' | 'line' | 'area';
  /** At most 20. */
  readonly categories: readonly string[];
  /** At most 6, each with a finite value a category. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly yLabel?: string;
}

export function chart(options: ChartOptions): ChartBlock {
  const categories = distinct(options.categories, LIMITS.chart.label);
  const names = distinct(
    options.series.map(({ name }) => name),
    LIMITS.chart.label,
  );
  return {
    type: 'data_visualization',
    title: clip(options.title, LIMITS.chart.title),
    chart: {
      type: options.type,
      series: options.series.map(({ values }, index) => ({
        name: names[index] ?? '',
        data: categories.map((label, at) => ({ label, value: values[at] ?? 0 })),
      })),
      axis_config: {
        categories,
        ...(options.yLabel === undefined ? {} : { y_label: clip(options.yLabel, LIMITS.chart.axisLabel) }),
      },
    },
  };
}

/** An image that was uploaded to Slack. @param description what it shows, for who cannot see it. */
export function uploadedImage(file: string, description: string): ImageBlock {
  return { type: 'image', slack_file: { id: file }, alt_text: clip(description, LIMITS.image.altText) };
}

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Long texts go over several lines, where a table would be wider than its place. */
  readonly wrapped?: true;
}

/** Rows of plain text below a row of titles, 99 at most. An empty cell shows a dash, which Slack wants to be text. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): TableBlock {
  const titles = columns.map(({ title }) => title);
  return {
    type: 'table',
    column_settings: columns.map(({ align = 'left', wrapped }) => ({
      align,
      ...(wrapped ? { is_wrapped: true } : {}),
    })),
    rows: [titles, ...rows.slice(0, LIMITS.table.rows - 1)].map((row) => row.map(textCell)),
  };
}

function textCell(text: string): { type: 'raw_text'; text: string } {
  return { type: 'raw_text', text: text === '' ? '–' : text };
}

/** Cut to `max`, with a number where two became the same. */
function distinct(texts: readonly string[], max: number): readonly string[] {
  const seen = new Set<string>();
  return texts.map((text) => {
    let label = clip(text === '' ? '–' : text, max);
    for (let number = 2; seen.has(label); number += 1) {
      const mark = ` (${number})`;
      label = `${clip(text, max - mark.length)}${mark}`;
    }
    seen.add(label);
    return label;
  });
}
