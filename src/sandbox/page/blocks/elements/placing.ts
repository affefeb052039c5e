// Where a popup goes: below what it belongs to, above if there is more room, never beyond the window. Pure.
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly top: number;
  readonly left: number;
  readonly maxHeight: number;
}

const MARGIN = 8;
const GAP = 4;
const SMALLEST = 96;

/** All in CSS pixels of the window. */
export function placeBeside(anchor: Box, popup: Size, window: Size): Place {
  const below = window.height - (anchor.top + anchor.height) - GAP - MARGIN;
  const above = anchor.top - GAP - MARGIN;
  const goesAbove = popup.height > below && above > below;
  const maxHeight = Math.max(SMALLEST, goesAbove ? above : below);
  const height = Math.min(popup.height, maxHeight);
  const left = Math.max(MARGIN, Math.min(anchor.left, window.width - popup.width - MARGIN));
  return { top: goesAbove ? anchor.top - GAP - height : anchor.top + anchor.height + GAP, left, maxHeight };
}
