// Charts as images: where Slack's own charts end, at twenty points, or where a band belongs around a line.

export interface DrawnSeries {
  readonly name: string;
  /** One a label; null leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly as: 'line' | 'bar';
  /** What it is compared with stands back. */
  readonly faded?: boolean;
}

export interface Drawing {
  readonly title: string;
  /** Under the title: the period, the unit. */
  readonly subtitle: string;
  /** Along the bottom, as many as wanted; the image leaves out those for which there is no room. */
  readonly labels: readonly string[];
  /** At most 8. */
  readonly series: readonly DrawnSeries[];
  /** What was to be expected, around the series. */
  readonly band?: {
    readonly name: string;
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
  };
  /** Points of the first series that are pointed at. */
  readonly flags?: readonly { readonly index: number; readonly tone: 'bad' | 'good' | 'muted' }[];
  /** A level across the image. */
  readonly target?: { readonly name: string; readonly value: number };
  /** How values are written on the axis, with what follows them (` d`). */
  readonly numbers: Intl.NumberFormatOptions;
  readonly suffix?: string;
}

export interface DrawnImage {
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The same drawing, the same bytes. Throws Fault `internal` when it cannot be drawn. */
export interface Draw {
  (drawing: Drawing): Promise<DrawnImage>;
}
