// The orderly end: what was started last is ended first, and one part that cannot end does not keep the others running.

export type AtEnd = (end: () => Promise<unknown>) => void;

export interface Closing {
  /** Says how a part is ended, as soon as it runs. */
  readonly atEnd: AtEnd;
  /** Ends every part, once; throws the first failure when all were tried. */
  end(): Promise<void>;
}

export function createClosing(): Closing {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    atEnd: (end) => void ends.push(end),
    async end() {
      const failures: unknown[] = [];
      for (let end = ends.pop(); end; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
