// What the composer offers, as a list above it. The composer keeps the focus; the list shows what Enter would take.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from './avatar.tsx';
import type { Offer, Offers } from './completion.ts';

export interface CompletionListProps {
  readonly id: string;
  readonly offers: Offers;
  readonly at: number;
  readonly take: (offer: Offer) => void;
}

export function CompletionList({ id, offers, at, take }: CompletionListProps): VNode {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div class="chat-completion" data-kind={offers.kind}>
      <p class="chat-completion-title">
        {offers.title}
        <span class="chat-completion-keys" aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>Esc</kbd> dismiss
        </span>
      </p>
      <ul ref={list} id={id} class="chat-completion-list" role="listbox" aria-label={offers.title}>
        {offers.offers.map((offer, index) => (
          <li
            key={offer.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            class="chat-completion-offer"
            // Before the composer loses its focus.
            onPointerDown={(event) => {
              event.preventDefault();
              take(offer);
            }}
          >
            {offer.person === undefined ? null : <Avatar person={offer.person} size={22} />}
            <span class="chat-completion-label">{offer.label}</span>
            <span class="chat-completion-about">{offer.about}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
