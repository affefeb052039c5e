// A link to a place in the CRM: opens in the page, and in another tab when the browser is asked to.
import type { ComponentChildren, VNode } from 'preact';
import type { Placing } from './hooks.ts';
import type { Place } from './place.ts';

export interface PlaceLinkProps {
  readonly placing: Placing;
  readonly to: Place;
  readonly class?: string;
  readonly current?: boolean;
  /** Marks the link by which a record was opened. */
  readonly record?: string;
  readonly children: ComponentChildren;
}

export function PlaceLink({ placing, to, current = false, record, children, ...rest }: PlaceLinkProps): VNode {
  return (
    <a
      class={rest.class ?? ''}
      href={placing.hrefOf(to)}
      aria-current={current ? 'page' : undefined}
      data-record={record}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        placing.goTo(to);
      }}
    >
      {children}
    </a>
  );
}
