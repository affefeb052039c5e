// What a menu offers, and which of it fits what was typed. Pure.
import type { Json } from '#sandbox/web/protocol.ts';
import { optionsIn } from '../element-state.ts';
import { isJson, jsonIn, jsonsIn, textIn, textsIn, wordsIn } from '../json.ts';
import type { Choice, Names } from '../surface.ts';
import { plainWords } from '../text-view.tsx';

export interface Offer extends Choice {
  /** What the control API takes for it: a value or id, of the app's own suggestions the whole option. */
  readonly sends: unknown;
}

/** An option of a static menu. */
function offerOf(option: Json, group?: string): Offer {
  const description = wordsIn(option, 'description');
  const value = textIn(option, 'value');
  return {
    value,
    label: plainWords(jsonIn(option, 'text')),
    sends: value,
    ...(description === '' ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
}

function people(names: Names): readonly Offer[] {
  return names.people
    .filter(({ deleted }) => !deleted)
    .map(({ id, name, realName }) => ({ value: id, label: realName, description: name, sends: id }));
}

function conversations(element: Json, names: Names): readonly Offer[] {
  const type = textIn(element, 'type');
  const include = textsIn(jsonIn(element, 'filter'), 'include');
  return names.conversations
    .filter(({ kind, archived }) => {
      if (archived) return false;
      if (type.endsWith('channels_select')) return kind === 'public';
      return include.length === 0 || include.includes(kind);
    })
    .map(({ id, name, kind }) => ({ value: id, label: kind === 'im' ? name : `#${name}`, sends: id }));
}

/** Everything that a menu offers by itself; of an external one nothing, since the app is asked. */
export function offersOf(element: Json, names: Names): readonly Offer[] {
  const type = textIn(element, 'type');
  if (type.endsWith('users_select')) return people(names);
  if (type.endsWith('channels_select') || type.endsWith('conversations_select')) return conversations(element, names);
  const groups = jsonsIn(element, 'option_groups');
  return [
    ...jsonsIn(element, 'options').map((option) => offerOf(option)),
    ...groups.flatMap((group) => jsonsIn(group, 'options').map((option) => offerOf(option, wordsIn(group, 'label')))),
  ];
}

/** The app's suggestion: it is sent back whole, since only the app knows it. */
export function suggested(choice: Choice): Offer {
  return { ...choice, sends: { text: { type: 'plain_text', text: choice.label, emoji: true }, value: choice.value } };
}

/** What is chosen, as offers: also what the menu no longer offers. */
export function chosenOffers(element: Json, content: unknown, names: Names): readonly Offer[] {
  const each: readonly unknown[] = Array.isArray(content) ? content : content === null ? [] : [content];
  const offers = offersOf(element, names);
  const known = new Set(optionsIn(element).map((option) => option['value']));
  return each.map((one) => {
    if (isJson(one)) {
      const offer = offerOf(one);
      return known.has(offer.value) ? offer : { ...offer, sends: one };
    }
    return offers.find(({ value }) => value === one) ?? { value: String(one), label: String(one), sends: one };
  });
}

/** Offers whose label, description or group has every typed word in it. */
export function fitting(offers: readonly Offer[], typed: string): readonly Offer[] {
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  return offers.filter(({ label, description = '', group = '' }) => {
    const text = `${label} ${description} ${group}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface OfferGroup {
  /** '' for offers without a group. */
  readonly label: string;
  readonly offers: readonly { readonly offer: Offer; readonly index: number }[];
}

/** Offers under their groups' labels, in order; `index` counts through all groups, for the keyboard. */
export function grouped(offers: readonly Offer[]): readonly OfferGroup[] {
  const groups = new Map<string, { offer: Offer; index: number }[]>();
  for (const [index, offer] of offers.entries()) {
    const label = offer.group ?? '';
    const members = groups.get(label) ?? [];
    members.push({ offer, index });
    groups.set(label, members);
  }
  return [...groups].map(([label, members]) => ({ label, offers: members }));
}

/** Where the keyboard goes in a list of this length; it goes around at the ends. Null for keys that move nothing. */
export function moved(active: number, key: string, length: number): number | null {
  if (length === 0) return null;
  if (key === 'ArrowDown') return (active + 1) % length;
  if (key === 'ArrowUp') return (active + length - 1) % length;
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : null;
}
