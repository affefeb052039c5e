// How a run of scenarios ended, as a table for people.

export interface Ended {
  readonly name: string;
  readonly ok: boolean;
  readonly tookMs: number;
}

export function summaryOf(ended: readonly Ended[]): string {
  const width = Math.max(...ended.map(({ name }) => name.length));
  const lines = ended.map(
    ({ name, ok, tookMs }) => `${name.padEnd(width)}  ${ok ? 'holds ' : 'FAILED'}  ${durationOf(tookMs)}`,
  );
  const failed = ended.filter(({ ok }) => !ok).length;
  return [...lines, failed === 0 ? 'every scenario holds' : `${failed} of ${ended.length} failed`].join('\n');
}

/** `83 s` or `12 min 5 s`. */
export function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
