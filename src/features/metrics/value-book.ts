// The values that dimensions have, for reading questions and for proposing: asked of the store once in a while, not with
// every question.
import { CRM_NAMES } from '#ports/crm.ts';
import type { Clock } from '#ports/clock.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { elapsed, MINUTE_MS } from '#kernel/time.ts';
import type { Values } from './grammar/values.ts';
import type { Dimension } from './metric.ts';
import { readingOf } from './reading.ts';
import type { MetricStore } from './store.ts';

export interface ValueBook {
  /** Throws what the store throws, where it was never asked before. */
  of(dimensions: readonly Dimension[]): Promise<Values>;
}

export interface ValueBookDeps {
  readonly store: Pick<MetricStore, 'values'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

interface Page {
  readonly playbook: Playbook;
  readonly at: Date;
  readonly values: Promise<readonly string[]>;
}

/** The most frequent ones; rarer ones can be asked for in quotes. */
const MOST = 1000;
const GOOD_FOR_MS = 5 * MINUTE_MS;

/** Dimensions whose values are asked of the store. */
export const STORED: readonly Dimension[] = [
  'source',
  'channel',
  'campaign',
  'owner',
  'country',
  'product',
  'stage',
  'format',
];

export function createValueBook(deps: ValueBookDeps): ValueBook {
  const pages = new Map<Dimension, Page>();

  function pageOf(dimension: Dimension): Promise<readonly string[]> {
    const { playbook } = deps.playbook();
    const kept = pages.get(dimension);
    const now = deps.clock.now();
    if (kept?.playbook === playbook && elapsed(kept.at, now) < GOOD_FOR_MS) return kept.values;
    const values = deps.store.values(dimension, readingOf(playbook), MOST);
    const page = { playbook, at: now, values };
    pages.set(dimension, page);
    // What failed is asked again the next time.
    values.catch(() => {
      if (pages.get(dimension) === page) pages.delete(dimension);
    });
    return values;
  }

  return {
    async of(dimensions) {
      const { playbook } = deps.playbook();
      const known = [...new Set(dimensions)].map(
        async (dimension): Promise<readonly [Dimension, readonly string[]]> => {
          return [dimension, writtenDown(playbook, dimension) ?? (await pageOf(dimension))];
        },
      );
      return new Map(await Promise.all(known));
    },
  };
}

/** What the playbook or the program says; null: the rows say. */
function writtenDown({ teams, kpis }: Playbook, dimension: Dimension): readonly string[] | null {
  switch (dimension) {
    case 'team':
      return teams.map(({ name }) => name);
    case 'segment':
      return kpis.segments.map(({ name }) => name);
    case 'crm':
      return CRM_NAMES;
    case 'model':
      return [];
    case 'source':
    case 'channel':
    case 'campaign':
    case 'owner':
    case 'country':
    case 'product':
    case 'stage':
    case 'format':
      return null;
  }
}
