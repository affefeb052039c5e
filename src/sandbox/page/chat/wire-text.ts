// What a person typed, as Slack keeps it: names become ids, addresses links, and nothing else can be mistaken for either. Pure.
import type { Names } from '../blocks/surface.ts';

const PARTS = /https?:\/\/[^\s<>|]+|(?<![\w.-])@[\w.-]*\w|(?<![\w#&])#[\w-]+/gu;
const TO_MANY = new Set(['here', 'channel', 'everyone']);

/** `Ask @bo in #general` as `Ask <@U…> in <#C…|general>`; names that nobody has stay words. */
export function wireText(typed: string, names: Names): string {
  let written = '';
  let at = 0;
  for (const { 0: part, index } of typed.matchAll(PARTS)) {
    written += escaped(typed.slice(at, index)) + wirePart(part, names);
    at = index + part.length;
  }
  return written + escaped(typed.slice(at));
}

function wirePart(part: string, { people, conversations }: Names): string {
  if (part.startsWith('@')) {
    const name = part.slice(1).toLowerCase();
    if (TO_MANY.has(name)) return `<!${name}>`;
    const person = people.find((each) => each.name.toLowerCase() === name);
    return person === undefined ? escaped(part) : `<@${person.id}>`;
  }
  if (part.startsWith('#')) {
    const name = part.slice(1).toLowerCase();
    const channel = conversations.find((each) => each.kind !== 'im' && each.name.toLowerCase() === name);
    return channel === undefined ? escaped(part) : `<#${channel.id}|${channel.name}>`;
  }
  const address = part.replace(/[.,;:!?)]+$/u, '');
  return `<${escaped(address)}>${escaped(part.slice(address.length))}`;
}

/** Slack's three entities. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
