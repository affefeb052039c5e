// What the browser's components share: the place in the address, the time here, and what changed a moment ago.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CrmName, CrmObject } from '#sandbox/web/protocol.ts';
import type { OutsideWorld } from '../live/world.ts';
import { freshFor, freshIn } from './fresh-changes.ts';
import type { Fresh } from './fresh-changes.ts';
import { addressOf, placeIn } from './place.ts';
import type { Place } from './place.ts';

export interface Placing {
  readonly place: Place;
  hrefOf(place: Place): string;
  goTo(place: Place): void;
}

/** Follows the address, and leads to other places by it, so that back, forward and links work. */
export function usePlace(crm: CrmName, objects: readonly CrmObject[]): Placing {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const follow = (): void => setSearch(location.search);
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  return {
    place: placeIn(search, crm, objects),
    hrefOf: (place) => addressOf(location.search, crm, place),
    goTo(place) {
      history.pushState(null, '', addressOf(location.search, crm, place));
      setSearch(location.search);
    },
  };
}

/** The sandbox's time in milliseconds, again every so often. */
export function useNow(world: OutsideWorld, everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Math.max(now, Date.now()) + (world.state.value?.aheadMs ?? 0);
}

/** What is to flash in a list, by record id; draws again when the flashing is over. */
export function useFresh(world: OutsideWorld, crm: CrmName, object: string): ReadonlyMap<string, Fresh> {
  const [, drawAgain] = useState(0);
  const changes = world.changes.value;
  useEffect(() => {
    const left = freshFor(changes, performance.now());
    if (left === null) return undefined;
    const timer = setTimeout(() => drawAgain(performance.now()), left + 20);
    return () => clearTimeout(timer);
  });
  return freshIn(changes, { crm, object }, performance.now());
}

/** Loads something again whenever `key` changes; keeps what it has meanwhile. */
export function useLoaded<T>(
  load: () => Promise<T>,
  key: string,
): { readonly value: T | null; readonly error: string } {
  const [loaded, setLoaded] = useState<{ of: string; value: T | null; error: string }>({
    of: '',
    value: null,
    error: '',
  });
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setLoaded({ of: key, value, error: '' }),
      (error: unknown) => current && setLoaded({ of: key, value: null, error: wordsOf(error) }),
    );
    return () => void (current = false);
    // What `load` closes over is named by the key.
  }, [key]);
  return useMemo(() => ({ value: loaded.value, error: loaded.error }), [loaded]);
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
