// What somebody types as Slack sends it on: names become mentions, and the three signs that have a meaning are escaped.
import type { Channel, User } from '../world/wire.ts';

export interface Named {
  readonly users: () => readonly User[];
  readonly channels: () => readonly Channel[];
}

/** A mention as it was picked from a list, or one of the signs, or a name. */
const TOKEN = /<@[UW][A-Z0-9]+(?:\|[^<>|]*)?>|<#[CG][A-Z0-9]+(?:\|[^<>|]*)?>|[&<>]|(?<![\w@#.])([@#])([\w.-]*\w)/gu;

/** For a command whose `should_escape` is set. A name that nobody bears stays as it was typed. */
export function escapeTyped(typed: string, { users, channels }: Named): string {
  return typed.replace(TOKEN, (token: string, sign?: string, name?: string) => {
    if (sign === '@') {
      const user = users().find((each) => each.name === name?.toLowerCase());
      return user === undefined ? token : `<@${user.id}|${user.name}>`;
    }
    if (sign === '#') {
      const channel = channels().find((each) => each.kind !== 'im' && each.name === name?.toLowerCase());
      return channel === undefined ? token : `<#${channel.id}|${channel.name}>`;
    }
    if (token.length > 1) return token;
    return { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[token] ?? token;
  });
}

/** For a command without it: what was picked from a list reads as it was typed. */
export function unescapedTyped(typed: string, { users, channels }: Named): string {
  return typed.replace(/<([@#])([A-Z0-9]+)(?:\|[^<>|]*)?>/gu, (token: string, sign: string, id: string) => {
    const named = (sign === '@' ? users() : channels()).find((each) => each.id === id);
    return named === undefined ? token : `${sign}${named.name}`;
  });
}
