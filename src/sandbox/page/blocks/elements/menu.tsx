// Select menus, one choice or several: typed into to find, worked with arrows, Enter and Escape.
import type { VNode } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { contentOf, heldBy } from '../element-state.ts';
import { numberIn, textIn, wordsIn } from '../json.ts';
import { useConfirm } from './confirm.tsx';
import { choose, fieldAttributes, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { chosenOffers, moved } from './menu-options.ts';
import type { Offer } from './menu-options.ts';
import { OfferList, offerId } from './offer-list.tsx';
import { Popup } from './popup.tsx';
import { useOffers } from './use-offers.ts';

export function Menu(props: ElementProps): VNode {
  const { element, blockId, surface, field } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { ask, question } = useConfirm(element, surface);
  const offers = useOffers(props, typed);
  const isMulti = textIn(element, 'type').startsWith('multi_');
  const chosen = chosenOffers(element, contentOf(heldBy(element, blockId, surface.values)), surface.names);
  const isFull = isMulti && chosen.length >= (numberIn(element, 'max_selected_items') ?? Number.POSITIVE_INFINITY);
  const busy = isBusy(props);
  const shown = offers.kind === 'ready' ? offers.offers : [];
  const placeholder = wordsIn(element, 'placeholder') || (isMulti ? 'Choose some' : 'Choose one');

  const open = (): void => {
    if (typed !== null || busy) return;
    setTyped('');
    setActive(Math.max(0, isMulti ? 0 : shown.findIndex(({ value }) => value === chosen[0]?.value)));
  };
  const close = (): void => setTyped(null);
  const hand = (kept: readonly Offer[]): void => {
    ask(() => choose(props, isMulti ? kept.map(({ sends }) => sends) : (kept[0]?.sends ?? null)));
  };
  const pick = (offer: Offer): void => {
    if (!isMulti) {
      close();
      hand([offer]);
      return;
    }
    const has = chosen.some(({ value }) => value === offer.value);
    if (!has && isFull) return;
    setTyped('');
    hand(has ? chosen.filter(({ value }) => value !== offer.value) : [...chosen, offer]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = typed === null ? null : moved(active, event.key, shown.length);
    const offer = shown[active];
    if (to !== null && !(typed !== '' && (event.key === 'Home' || event.key === 'End'))) setActive(to);
    else if (typed === null && ['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) open();
    else if (typed !== null && event.key === 'Enter' && offer !== undefined) pick(offer);
    else if (typed !== null && event.key === 'Escape') close();
    else if (isMulti && event.key === 'Backspace' && (typed ?? '') === '' && chosen.length > 0)
      hand(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const one = isMulti ? undefined : chosen[0];
  const canEmpty = one !== undefined && field?.optional === true;
  return (
    <div
      ref={anchor}
      class={`block-menu${field === undefined ? '' : ' block-menu-wide'}${field?.invalid ? ' block-invalid' : ''}`}
      aria-busy={busy}
      onClick={() => {
        box.current?.focus();
        open();
      }}
    >
      {isMulti &&
        chosen.map((offer) => (
          <span key={offer.value} class="block-chip">
            <span class="block-chip-words">{offer.label}</span>
            <button
              type="button"
              class="block-chip-remove"
              aria-label={`Remove ${offer.label}`}
              onClick={(event) => {
                event.stopPropagation();
                hand(chosen.filter(({ value }) => value !== offer.value));
              }}
            >
              ×
            </button>
          </span>
        ))}
      <input
        {...fieldAttributes(field)}
        ref={box}
        class={one !== undefined && typed === null ? 'block-menu-box' : 'block-menu-box block-menu-typing'}
        role="combobox"
        aria-label={field === undefined ? placeholder : undefined}
        aria-expanded={typed !== null}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={typed !== null && shown.length > 0 ? offerId(listId, active) : undefined}
        autocomplete="off"
        value={typed ?? one?.label ?? ''}
        placeholder={one?.label ?? (isMulti && chosen.length > 0 ? '' : placeholder)}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {canEmpty && (
        <button
          type="button"
          class="block-menu-empty"
          aria-label="Clear"
          onClick={(event) => {
            event.stopPropagation();
            hand([]);
          }}
        >
          ×
        </button>
      )}
      <span class="block-menu-arrow" aria-hidden="true" />
      {typed !== null && (
        <Popup anchor={anchor} onClose={close}>
          <OfferList
            id={listId}
            offers={offers}
            active={active}
            chosen={chosen}
            isMulti={isMulti}
            isFull={isFull}
            label={placeholder}
            onPick={pick}
            onPoint={setActive}
          />
        </Popup>
      )}
      {question}
    </div>
  );
}
