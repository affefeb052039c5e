// Scrolling of a message list: stays at the bottom when it is there, keeps its place when older messages come above.
import { useSignal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

export interface StickyScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly end: RefObject<HTMLDivElement | null>;
  /** Whether the end is to be seen by a person: the list is drawn and scrolled down. */
  readonly atEnd: ReadonlySignal<boolean>;
  /** Whether the person has scrolled away from the end. */
  readonly away: ReadonlySignal<boolean>;
  toEnd(): void;
  /** Something further up is to be looked at: what comes is not followed for now. */
  stay(): void;
}

/** Pixels from the end that still count as the end. */
const NEAR = 48;

/** `first` and `count`: key of the first row and number of rows, null and 0 until there are some. */
export function useStickyScroll(first: string | null, count: number): StickyScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(false);
  const away = useSignal(false);
  /** Whether what comes is followed; true until the person scrolls away. */
  const follows = useRef(true);
  const drawn = useRef<string | null>(null);
  const fromEnd = useRef<number | null>(null);

  // Measured before the new rows are drawn: what is above then moves by exactly what came.
  const box = scroller.current;
  fromEnd.current =
    box !== null && drawn.current !== null && first !== drawn.current && !follows.current
      ? box.scrollHeight - box.scrollTop
      : null;

  function follow(next: boolean): void {
    follows.current = next;
    away.value = !next;
  }
  function toEnd(): void {
    follow(true);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'instant' });
  }

  useLayoutEffect(() => {
    if (scroller.current === null || first === null) return;
    if (fromEnd.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight - fromEnd.current;
    else if (follows.current) toEnd();
    drawn.current = first;
  }, [first, count]);

  const there = first !== null;
  useEffect(() => {
    const root = scroller.current;
    if (root === null || content.current === null || end.current === null) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        atEnd.value = entry?.isIntersecting ?? false;
        if (atEnd.value) follow(true);
      },
      { root, rootMargin: `0px 0px ${NEAR}px 0px` },
    );
    watch.observe(end.current);
    let last = root.scrollTop;
    /** While a list is not drawn at all its place is lost, and what it reports means nothing. */
    let gone = root.clientHeight === 0;
    const sizes = new ResizeObserver(() => {
      if (root.clientHeight === 0) gone = true;
      else if (follows.current) toEnd();
      else if (gone) root.scrollTop = last;
      if (root.clientHeight > 0) gone = false;
    });
    sizes.observe(content.current);
    sizes.observe(root);
    function onScroll(): void {
      if (root === null || gone || root.clientHeight === 0) return;
      const left = root.scrollHeight - root.scrollTop - root.clientHeight;
      if (root.scrollTop < last && left > NEAR) follow(false);
      last = root.scrollTop;
    }
    root.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      root.removeEventListener('scroll', onScroll);
      watch.disconnect();
      sizes.disconnect();
    };
  }, [there]);

  return { scroller, content, end, atEnd, away, toEnd, stay: () => follow(false) };
}
