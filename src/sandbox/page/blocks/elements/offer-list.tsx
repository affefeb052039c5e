// The open list of a menu: its offers under their groups, or why there are none.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { grouped } from './menu-options.ts';
import type { Offer } from './menu-options.ts';
import type { Offers } from './use-offers.ts';

interface OfferListProps {
  readonly id: string;
  readonly label: string;
  readonly offers: Offers;
  /** Index of the offer that Enter takes. */
  readonly active: number;
  readonly chosen: readonly Offer[];
  readonly isMulti: boolean;
  /** As many are chosen as may be. */
  readonly isFull: boolean;
  readonly onPick: (offer: Offer) => void;
  readonly onPoint: (index: number) => void;
}

export function offerId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

export function OfferList(props: OfferListProps): VNode {
  const { id, offers, active, chosen, isMulti, isFull } = props;
  useEffect(() => {
    document.getElementById(offerId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  const shown = offers.kind === 'ready' ? offers.offers : [];
  const values = new Set(chosen.map(({ value }) => value));
  // The box keeps the keyboard: pointing at the list takes nothing away from it.
  return (
    <div onMouseDown={(event) => event.preventDefault()} onClick={(event) => event.stopPropagation()}>
      {isFull && <p class="block-offers-word">No more than {chosen.length} can be chosen.</p>}
      {shown.length === 0 && (
        <p class="block-offers-word" role="status">
          {whyEmpty(offers)}
        </p>
      )}
      <div id={id} role="listbox" aria-label={props.label} aria-multiselectable={isMulti}>
        {grouped(shown).map((group) => (
          <div key={group.label} role="group" aria-label={group.label || undefined}>
            {group.label !== '' && (
              <div class="block-offers-group" role="presentation">
                {group.label}
              </div>
            )}
            {group.offers.map(({ offer, index }) => (
              <div
                key={offer.value}
                id={offerId(id, index)}
                class={index === active ? 'block-offer block-offer-active' : 'block-offer'}
                role="option"
                aria-selected={values.has(offer.value)}
                aria-disabled={isFull && !values.has(offer.value)}
                onMouseMove={() => index !== active && props.onPoint(index)}
                onClick={() => props.onPick(offer)}
              >
                <span class="block-words">{offer.label}</span>
                {offer.description !== undefined && <small class="block-words">{offer.description}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function whyEmpty(offers: Offers): string {
  switch (offers.kind) {
    case 'loading':
      return 'Loading …';
    case 'failed':
      return 'The app did not answer. Type again to ask once more.';
    case 'too_short':
      return offers.needs === 1 ? 'Type to search.' : `Type at least ${offers.needs} characters to search.`;
    case 'ready':
      return 'Nothing fits.';
  }
}
