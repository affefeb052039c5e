// The page's address as a signal, and ways to another one. Back and forward of the browser work by it.
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { readAddress, writeAddress } from './address.ts';
import type { Address } from './address.ts';

export interface Navigation {
  readonly address: ReadonlySignal<Address>;
  /** The address that `goTo` would lead to, for links. */
  hrefOf(change: Partial<Address>): string;
  goTo(change: Partial<Address>): void;
  /** A whole address such as `/?as=ana&channel=enterprise-leads`. */
  goToAddress(address: string): void;
}

/** Follows the address for as long as the page lives. */
export function createNavigation(): Navigation {
  const address = signal(readAddress(location.search));

  function goToAddress(next: string): void {
    if (next !== location.pathname + location.search) history.pushState(null, '', next);
    address.value = readAddress(location.search);
  }

  addEventListener('popstate', () => {
    address.value = readAddress(location.search);
  });
  return {
    address,
    hrefOf: (change) => writeAddress(location.search, change),
    goTo: (change) => goToAddress(writeAddress(location.search, change)),
    goToAddress,
  };
}
