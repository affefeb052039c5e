// Slack's markup as a terminal can show it. Foreign text loses what would steer the terminal; nothing here writes.
import type { Workspace } from '../slack/workspace.ts';

/** How people and channels are called by id. */
export interface Names {
  readonly user: (id: string) => string;
  readonly channel: (id: string) => string;
}

/** Looked up anew each time, because the workspace changes. An unknown id stands for itself. */
export function namesIn(workspace: Workspace): Names {
  return {
    user: (id) => workspace.users().find((user) => user.id === id)?.realName ?? id,
    channel(id) {
      const channel = workspace.channels().find((each) => each.id === id);
      if (channel === undefined) return id;
      if (channel.kind !== 'im') return `#${channel.name}`;
      const person = workspace.users().find((user) => !user.isBot && channel.members.has(user.id));
      return `DM ${person?.realName ?? channel.id}`;
    },
  };
}

const SIGNS: Readonly<Record<string, string>> = {
  red_circle: '●',
  large_blue_circle: '●',
  large_yellow_circle: '●',
  large_green_circle: '●',
  white_circle: '○',
  white_check_mark: '✓',
  heavy_minus_sign: '-',
  information_source: 'i',
  warning: '!',
  mute: 'x',
};

/** mrkdwn as one would read it aloud: no marks, no entities, links as their label. Pings stay visible as pings. */
export function plainOf(mrkdwn: string, names: Names): string {
  const read = mrkdwn
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/gu, (_all, id: string) => `@${names.user(id)}`)
    .replace(/<#([A-Z0-9]+)(?:\|[^>]*)?>/gu, (_all, id: string) => names.channel(id))
    .replace(/<!date\^[^|>]*\|([^>]*)>/gu, '$1')
    .replace(/<!(channel|here|everyone)(?:\|[^>]*)?>/gu, '@$1')
    .replace(/<(?:https?:|mailto:)[^|>]*\|([^>]*)>/gu, '$1')
    .replace(/<((?:https?:|mailto:)[^>]*)>/gu, '$1')
    .replace(/:([a-z_]+):/gu, (all, name: string) => SIGNS[name] ?? all)
    .replace(/(^|[\s(])([*_~`])(\S(?:[^\n]*?\S)?)\2(?=$|[\s).,:;!?])/gmu, '$1$3');
  return shown(read.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

/** Text that cannot steer a terminal: no control characters but the line feed, no marks that turn its direction. */
export function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2060\u2066-\u2069]/gu, '');
}
