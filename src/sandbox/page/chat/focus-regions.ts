// F6 from part to part of the page: whatever carries `data-region` and is to be seen.

/** Moves the focus to the next part, or the one before; true when it did. */
export function moveToRegion(back: boolean): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((each) => each.checkVisibility());
  if (regions.length === 0) return false;
  const focused = document.activeElement;
  const at = regions.findLastIndex((region) => region.contains(focused));
  const step = back ? -1 : 1;
  const next = regions[(at === -1 && back ? regions.length - 1 : at + step + regions.length) % regions.length];
  if (next === undefined) return false;
  entryOf(next).focus();
  return true;
}

/** A list takes the focus itself; elsewhere the first thing that one can use. */
function entryOf(region: HTMLElement): HTMLElement {
  if (region.tabIndex === 0) return region;
  const current = region.querySelector<HTMLElement>('[aria-current="page"], [aria-selected="true"]');
  return current ?? region.querySelector<HTMLElement>('textarea, a[href], button:not(:disabled), input') ?? region;
}
