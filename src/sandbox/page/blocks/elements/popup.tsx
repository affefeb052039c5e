// What opens over the page beside a control: a list or a menu. In the top layer, so that no panel or dialog cuts it off.
import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { placeBeside } from './placing.ts';

interface PopupProps {
  readonly anchor: RefObject<HTMLElement | null>;
  /** Closed from outside: by a click elsewhere or when what it belongs to goes away. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Popup({ anchor, onClose, children }: PopupProps): VNode {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = popup.current;
    const beside = anchor.current;
    if (shown === null || beside === null) return undefined;
    shown.showPopover();
    const place = (): void => putBeside(shown, beside);
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(shown);
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !shown.contains(event.target) && !beside.contains(event.target)) onClose();
    };
    document.addEventListener('pointerdown', closeOutside, true);
    document.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      sizes.disconnect();
      document.removeEventListener('pointerdown', closeOutside, true);
      document.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, []);
  return (
    <div ref={popup} class="block-popup" popover="manual">
      {children}
    </div>
  );
}

function putBeside(popup: HTMLElement, anchor: HTMLElement): void {
  const beside = anchor.getBoundingClientRect();
  popup.style.minWidth = `${Math.min(Math.max(beside.width, 180), innerWidth - 16)}px`;
  const size = { width: popup.offsetWidth, height: popup.scrollHeight };
  const { top, left, maxHeight } = placeBeside(beside, size, { width: innerWidth, height: innerHeight });
  popup.style.top = `${top}px`;
  popup.style.left = `${left}px`;
  popup.style.maxHeight = `${Math.min(maxHeight, 320)}px`;
}
