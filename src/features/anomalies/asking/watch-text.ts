// A watch in words: when it tells, how eagerly, and where.
import { SlackUserId, ChannelId } from '#kernel/ids.ts';
import { channelMention, escape, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Metric } from '#features/metrics/metric.ts';
import type { Watch } from '../store.ts';
import { limitText } from './read-limit.ts';

const DIRECTIONS = {
  both: 'when it is unusual',
  down: 'when it is unusually low',
  up: 'when it is unusually high',
} as const;

/** `when it is unusually low`, `when it is below 40`. @param metric null: not known any more. */
export function whenText(
  { direction, threshold }: Pick<Watch, 'direction' | 'threshold'>,
  metric: Pick<Metric, 'unit'> | null,
  currency: string,
): string {
  if (threshold === null) return DIRECTIONS[direction];
  return `when it is ${limitText(threshold, metric ?? { unit: 'count' }, currency)}`;
}

/** `#marketing`, a channel by its id, or somebody's direct messages. */
export function placeWords(channel: string): Mrkdwn {
  const person = SlackUserId.safeParse(channel).data;
  if (person !== undefined) return md`direct messages of ${mention(person)}`;
  const id = ChannelId.safeParse(channel).data;
  return id === undefined ? escape(channel.startsWith('#') ? channel : `#${channel}`, 100) : channelMention(id);
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `4 Mar`, `15 to 16 Jun`, `24 Dec to 2 Jan`. Days are `2026-12-24`. */
export function daysText(from: string, to: string): string {
  const [first, last] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)];
  if (from === to) return DAY.format(first);
  const begin = MONTH.format(first) === MONTH.format(last) ? String(first.getUTCDate()) : DAY.format(first);
  return `${begin} to ${DAY.format(last)}`;
}
