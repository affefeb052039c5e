// Small choices that a browser remembers for the next visit. Where it keeps nothing, each visit begins with the first choice.
import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

/** `first` is taken where nothing, or nothing of `allowed`, was kept. */
export function remembered<T extends string>(key: string, allowed: readonly T[], first: T): Signal<T> {
  const name = `signalbox.${key}`;
  const kept = allowed.find((each) => each === read(name)) ?? first;
  const choice = signal<T>(kept);
  choice.subscribe((value) => {
    if (value !== read(name)) keep(name, value);
  });
  return choice;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // A browser that is told to keep nothing throws; the choice then holds for this visit.
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // As above.
  }
}
