// A button that opens a menu in the browser's top layer: arrows move, Esc and a click elsewhere close, the focus comes back.
import type { ComponentChildren, TargetedToggleEvent, VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import './menu.css';

export interface MenuItem {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly current?: boolean;
  readonly choose: () => void;
}

export interface MenuProps {
  /** The button's name where what it shows is no name. */
  readonly name?: string;
  readonly button: ComponentChildren;
  readonly buttonClass: string;
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

const GAP = 4;
const MARGIN = 8;

export function Menu({ name, button, buttonClass, title, items }: MenuProps): VNode {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  function onToggle(event: TargetedToggleEvent<HTMLDivElement>): void {
    opener.current?.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState !== 'open' || menu.current === null || opener.current === null) return;
    placeBeside(menu.current, opener.current);
    const [first] = itemsIn(menu.current);
    (menu.current.querySelector<HTMLElement>('[aria-checked="true"]') ?? first)?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const all = itemsIn(event.currentTarget as HTMLElement);
    const at = all.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') menu.current?.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all.at(next % all.length)?.focus();
  }
  const checkable = items.some(({ current }) => current !== undefined);
  return (
    <>
      <button
        ref={opener}
        type="button"
        class={buttonClass}
        popovertarget={id}
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label={name}
        title={title ?? name}
      >
        {button}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={title ?? name}
        class="chat-menu"
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {items.map(({ key, label, current, choose }) => (
          <button
            key={key}
            type="button"
            role={checkable ? 'menuitemradio' : 'menuitem'}
            aria-checked={checkable ? (current ?? false) : undefined}
            class="chat-menu-item"
            tabIndex={-1}
            onClick={() => {
              menu.current?.hidePopover();
              choose();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </>
  );
}

function itemsIn(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

/** Below the button, or above where there is no room; never outside of the window. */
function placeBeside(menu: HTMLElement, opener: HTMLElement): void {
  const from = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + GAP + height <= innerHeight - MARGIN;
  const top = below ? from.bottom + GAP : Math.max(MARGIN, from.top - GAP - height);
  const left = Math.max(MARGIN, Math.min(from.left, innerWidth - width - MARGIN));
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}
