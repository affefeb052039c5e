// A message's text without Slack's marks, for screen readers, toasts and labels. Pure.
import type { Names } from '../blocks/surface.ts';

const REFERENCE = /<([@#!]?)([^|>]*)(?:\|([^>]*))?>/gu;

export function plainText(text: string, names: Names): string {
  return text
    .replaceAll(REFERENCE, (_whole, mark: string, what: string, label: string | undefined) =>
      referenceText(mark, what, label, names),
    )
    .replaceAll(/(^|[\s(])([*_~`])(\S(?:.*?\S)?)\2(?=$|[\s).,;:!?])/gmu, '$1$3')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function referenceText(
  mark: string,
  what: string,
  label: string | undefined,
  { people, conversations }: Names,
): string {
  switch (mark) {
    case '@':
      return `@${people.find(({ id }) => id === what)?.realName ?? label ?? what}`;
    case '#':
      return `#${conversations.find(({ id }) => id === what)?.name ?? label ?? what}`;
    case '!':
      return label ?? `@${what}`;
  }
  return label ?? what;
}
