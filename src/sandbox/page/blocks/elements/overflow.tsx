// The three dots: a short menu of things to do, some of which open an address.
import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Json } from '#sandbox/web/protocol.ts';
import { webAddress } from '../address.ts';
import { jsonIn, jsonsIn, textIn, wordsIn } from '../json.ts';
import { plainWords } from '../text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { choose, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { moved } from './menu-options.ts';
import { Popup } from './popup.tsx';

export function Overflow(props: ElementProps): VNode {
  const { element, surface } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();
  const { ask, question } = useConfirm(element, surface);
  const busy = isBusy(props);
  const close = (): void => setOpen(false);
  const pick = (option: Json): void => {
    close();
    button.current?.focus();
    const address = webAddress(textIn(option, 'url'));
    ask(() => {
      if (address !== null) window.open(address, '_blank', 'noreferrer,noopener');
      choose(props, option['value']);
    });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="block-button block-overflow"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        aria-disabled={busy}
        aria-busy={busy}
        onClick={() => !busy && setOpen(!open)}
        onKeyDown={(event) => {
          if (open || busy || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        <span class="block-button-words" aria-hidden="true">
          ⋯
        </span>
      </button>
      {open && (
        <Popup anchor={button} onClose={close}>
          <Items
            id={menuId}
            options={jsonsIn(element, 'options')}
            onPick={pick}
            onLeave={() => {
              close();
              button.current?.focus();
            }}
          />
        </Popup>
      )}
      {question}
    </>
  );
}

interface ItemsProps {
  readonly id: string;
  readonly options: readonly Json[];
  readonly onPick: (option: Json) => void;
  readonly onLeave: () => void;
}

function Items({ id, options, onPick, onLeave }: ItemsProps): VNode {
  const menu = useRef<HTMLDivElement>(null);
  const focusItem = (index: number): void => {
    menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]')[index]?.focus();
  };
  useEffect(() => focusItem(0), []);
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const to = moved(index, event.key, options.length);
    if (to !== null) focusItem(to);
    else if (event.key === 'Escape' || event.key === 'Tab') onLeave();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} id={id} role="menu" aria-label="More actions">
      {options.map((option, index) => {
        const description = wordsIn(option, 'description');
        return (
          <button
            key={textIn(option, 'value')}
            type="button"
            class="block-offer"
            role="menuitem"
            tabIndex={-1}
            onClick={() => onPick(option)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <span class="block-words">{plainWords(jsonIn(option, 'text'))}</span>
            {description !== '' && <small class="block-words">{description}</small>}
          </button>
        );
      })}
    </div>
  );
}
