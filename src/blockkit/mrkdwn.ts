// The one place where text becomes Slack's mrkdwn. Foreign text is made inert here, so that a lead called
// `<!channel>` pings nobody and `*you*` shows its asterisks; a raw string has no other way into a block.
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';

declare const mrkdwn: unique symbol;
/** Text that is safe to give to Slack as mrkdwn. */
export type Mrkdwn = string & { readonly [mrkdwn]: true };

/** U+2060 WORD JOINER: no width and no line break, and Slack no longer sees one token. */
const JOINER = '\u2060';
const ELLIPSIS = '…';

/** Slack has no escape for these, so the nearest characters that it does not format stand in for them. */
const LOOKALIKE: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ', _: '＿' };
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Controls and the marks that turn the direction of text around: they would reach beyond the value itself. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Foreign text, shown as typed: `& < >` as Slack's entities, no mentions, no emoji names, no quote at a line's start.
 * `* ~ \`` become lookalikes, `_` only at the edge of a word (inside one, as in an e-mail address, Slack leaves it).
 * With `max` the text is cut so that the result, entities included, has at most `max` characters.
 * Source: docs.slack.dev/messaging/formatting-message-text (escaping, and what needs none).
 */
export function escape(text: string, max?: number): Mrkdwn {
  if (max === undefined) return inert(text);
  for (let room = max; ; room -= 1) {
    const escaped = inert(clip(text, room));
    if (escaped.length <= max) return escaped;
    room -= Math.floor((escaped.length - max) / 6);
  }
}

function inert(text: string): Mrkdwn {
  return text
    .replace(INVISIBLE, '')
    .replace(/@(?=(?:here|channel|everyone)\b)/giu, `@${JOINER}`)
    .replace(/:(?=[\w+'-]+:)/gu, `:${JOINER}`)
    .replace(/^>/gmu, `${JOINER}>`)
    .replace(/[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => LOOKALIKE[sign] ?? sign)
    .replace(/[&<>]/gu, (sign) => ENTITY[sign] ?? sign) as Mrkdwn;
}

/** mrkdwn of our own with safe parts in it: md`*${count}* leads for ${mention(user)}`. Plain strings do not compile. */
export function md(own: TemplateStringsArray, ...parts: readonly (Mrkdwn | number)[]): Mrkdwn {
  return String.raw({ raw: own }, ...parts) as Mrkdwn;
}

/** Parts joined by a separator of our own, the empty ones left out. */
export function join(parts: readonly Mrkdwn[], separator = '\n'): Mrkdwn {
  return parts.filter((part) => part !== '').join(separator) as Mrkdwn;
}

/** Foreign text in bold; Slack wants it on one line and without space at its edges. @param max as for `escape`. */
export function bold(text: string, max?: number): Mrkdwn {
  const line = oneLine(escape(text, max));
  return (line === '' ? '' : `*${line}*`) as Mrkdwn;
}

/** Foreign text struck through, on one line. @param max as for `escape`. */
export function struck(text: string, max?: number): Mrkdwn {
  const line = oneLine(escape(text, max));
  return (line === '' ? '' : `~${line}~`) as Mrkdwn;
}

/** A link with a foreign label. What is not an http or https address is shown as its label alone. */
export function link(url: string, label: string): Mrkdwn {
  const shown = oneLine(escape(label));
  const address = webAddress(url);
  return (address === null || shown === '' ? shown : `<${address}|${shown}>`) as Mrkdwn;
}

export function mention(user: SlackUserId): Mrkdwn {
  return `<@${user}>` as Mrkdwn;
}

export function channelMention(channel: ChannelId): Mrkdwn {
  return `<#${channel}>` as Mrkdwn;
}

/**
 * An instant in each reader's own time, for example `today at 14:05`.
 * @param zone IANA zone of the fallback, for clients that cannot format it.
 */
export function dateTime(at: Date, zone: string): Mrkdwn {
  const fallback = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const seconds = Math.floor(at.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} at {time}|${escape(`${fallback.format(at)} (${zone})`)}>` as Mrkdwn;
}

/** The calendar day of an instant where each reader is, for example `today`. @param zone as for `dateTime`. */
export function calendarDay(at: Date, zone: string): Mrkdwn {
  const fallback = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium' });
  const seconds = Math.floor(at.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty}|${escape(fallback.format(at))}>` as Mrkdwn;
}

/** Plain text cut to `max` characters (UTF-16 units, as Slack's limits count), never inside a code point. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const point of text) {
    if (kept.length + point.length + ELLIPSIS.length > max) break;
    kept += point;
  }
  return max < ELLIPSIS.length ? '' : `${kept.trimEnd()}${ELLIPSIS}`;
}

/**
 * What a person typed after a slash command, whose text Slack escapes (`should_escape` in the manifest): links and
 * e-mail addresses as written, entities decoded. Mentions stay `<@U0ANA|ana>`, since only they tell who is meant.
 */
export function asTyped(text: string): string {
  return text
    .replace(/<(?:mailto:|https?:\/\/)[^|>]*\|([^>]*)>/gu, '$1')
    .replace(/<(?:mailto:)?((?:https?:\/\/)?[^@#!|>][^|>]*)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return href.replace(/&/gu, '&amp;').replace(/\|/gu, '%7C').replace(/</gu, '%3C').replace(/>/gu, '%3E');
}
