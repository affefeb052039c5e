// What a menu offers at this moment: its own options, or the app's answers to what was typed.
import { useEffect, useState } from 'preact/hooks';
import { numberIn, textIn } from '../json.ts';
import { actionIdOf } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { fitting, offersOf, suggested } from './menu-options.ts';
import type { Offer } from './menu-options.ts';

/** `too_short`: the app is asked once `needs` characters are typed. `failed`: it did not answer. */
export type Offers =
  | { readonly kind: 'ready'; readonly offers: readonly Offer[] }
  | { readonly kind: 'loading' | 'failed' }
  | { readonly kind: 'too_short'; readonly needs: number };

/** How long the typing must pause before the app is asked, as in Slack, in milliseconds. */
const PAUSE_MS = 200;
/** Slack asks from the third character unless the menu says otherwise. */
const MIN_QUERY_LENGTH = 3;

/** @param typed null while the menu is closed */
export function useOffers({ element, surface }: ElementProps, typed: string | null): Offers {
  const isExternal = textIn(element, 'type').endsWith('external_select');
  const [answer, setAnswer] = useState<Offers>({ kind: 'loading' });
  const needs = numberIn(element, 'min_query_length') ?? MIN_QUERY_LENGTH;
  const asks = isExternal && typed !== null && typed.length >= needs;
  useEffect(() => {
    if (!asks || typed === null) return undefined;
    let current = true;
    const answered = (offers: Offers): void => {
      if (current) setAnswer(offers);
    };
    setAnswer({ kind: 'loading' });
    const timer = setTimeout(() => {
      surface.suggest(actionIdOf(element), typed).then(
        (choices) => answered({ kind: 'ready', offers: choices.map(suggested) }),
        () => answered({ kind: 'failed' }),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asks, typed]);
  if (!isExternal) return { kind: 'ready', offers: fitting(offersOf(element, surface.names), typed ?? '') };
  return asks ? answer : { kind: 'too_short', needs };
}
