// Posting, editing and private notes. A message carries its key in its metadata, so that after an unclear answer it is
// found again in the channel's history and never posted twice.
import { z } from 'zod';
import { fallback } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { ChannelId } from '#kernel/ids.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { after, DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { ChannelProblem, EditOutcome, Message, PostOutcome, Posting, Undeliverable } from '#ports/messenger.ts';
import { Done } from './client.ts';
import type { SlackClient } from './client.ts';
import { slackCode } from './errors.ts';

const EVENT_TYPE = 'signalbox';
/** Slack's clock and ours may differ by this much. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;
/** How long after its time a call may still be carried out. */
const LATE_MS = 3_000;
/** The most that one page of history holds. */
const PAGE = 999;

const Posted = z.object({ channel: ChannelId, ts: z.string() });
const Opened = z.object({ channel: z.object({ id: ChannelId }) });
const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.looseObject({ key: z.string().optional() }) })
        .optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const UNDELIVERABLE: Readonly<Record<string, ChannelProblem>> = {
  channel_not_found: 'channel_not_found',
  user_not_found: 'channel_not_found',
  users_not_found: 'channel_not_found',
  user_disabled: 'channel_not_found',
  not_in_channel: 'not_in_channel',
  is_archived: 'is_archived',
  restricted_action: 'restricted',
  restricted_action_read_only_channel: 'restricted',
  restricted_action_thread_only_channel: 'restricted',
  restricted_action_non_threadable_channel: 'restricted',
  restricted_action_thread_locked: 'restricted',
  cannot_dm_bot: 'restricted',
};

/** Somebody deleted the message, or it is past changing. */
const GONE: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

export interface PostDeps {
  readonly slack: SlackClient;
  readonly clock: Clock;
  /** Told when Slack wants no message in this channel, or no edit at all, for so many milliseconds. */
  readonly onRateLimited?: (what: ChannelId | 'edits', ms: number) => Promise<void>;
}

export function post(deps: PostDeps, posting: Posting): Promise<PostOutcome> {
  return deliverable(deps, posting.channel, async () => {
    const earlier = posting.repeat ? await findPosted(deps, posting) : null;
    if (earlier !== null) return { kind: 'posted', channel: posting.channel, ts: earlier, found: true };
    const { channel, ts } = await deps.slack.call(
      'chat.postMessage',
      {
        channel: posting.channel,
        ...content(posting.message),
        metadata: { event_type: EVENT_TYPE, event_payload: { key: posting.key } },
        unfurl_links: false,
        unfurl_media: false,
        ...(posting.thread === undefined ? {} : { thread_ts: posting.thread }),
      },
      Posted,
    );
    return { kind: 'posted', channel, ts };
  });
}

export async function edit(deps: PostDeps, channel: ChannelId, ts: string, message: Message): Promise<EditOutcome> {
  try {
    await deps.slack.call('chat.update', { channel, ts, ...content(message) }, Done);
    return { kind: 'edited' };
  } catch (error) {
    await tellPace(deps, 'edits', error);
    const code = slackCode(error) ?? '';
    if (GONE.has(code)) return { kind: 'message_gone' };
    const because = UNDELIVERABLE[code];
    if (because !== undefined) return { kind: 'undeliverable', because };
    throw error;
  }
}

export async function whisper(
  { slack }: PostDeps,
  channel: ChannelId,
  to: SlackUserId,
  message: Message,
): Promise<void> {
  await slack.call('chat.postEphemeral', { channel, user: to, ...content(message) }, Done);
}

/** Opening a conversation that is open answers the same id, so it is asked each time rather than kept. */
export function direct(deps: PostDeps, to: SlackUserId, posting: Omit<Posting, 'channel'>): Promise<PostOutcome> {
  return deliverable(deps, null, async () => post(deps, { ...posting, channel: await openDirect(deps, to) }));
}

/** The conversation of direct messages with somebody. */
export async function openDirect({ slack }: PostDeps, to: SlackUserId): Promise<ChannelId> {
  return (await slack.call('conversations.open', { users: to }, Opened)).channel.id;
}

/** The `ts` of the message with this key, as far back as it can be; null when it was never posted. */
async function findPosted(
  { slack, clock }: PostDeps,
  { channel, thread, key, since }: Posting,
): Promise<string | null> {
  const oldest = after(since ?? after(clock.now(), -DAY_MS), -CLOCK_SKEW_MS);
  const method = thread === undefined ? 'conversations.history' : 'conversations.replies';
  let cursor: string | undefined;
  do {
    const page = await slack.call(
      method,
      {
        channel,
        oldest: (oldest.getTime() / 1000).toFixed(6),
        include_all_metadata: true,
        limit: PAGE,
        ...(thread === undefined ? {} : { ts: thread }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      History,
    );
    const found = page.messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === key,
    );
    if (found !== undefined) return found.ts;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return null;
}

function content({ text, blocks }: Message): Readonly<Record<string, unknown>> {
  return { text: fallback(text), blocks };
}

/** What Slack says against a channel is an outcome, and no fault. */
export async function deliverable<Outcome>(
  deps: PostDeps,
  channel: ChannelId | null,
  work: () => Promise<Outcome>,
): Promise<Outcome | Undeliverable> {
  try {
    return await work();
  } catch (error) {
    if (channel !== null) await tellPace(deps, channel, error);
    if (error instanceof Fault && error.code === 'timeout') throw lateStill(error);
    const because = UNDELIVERABLE[slackCode(error) ?? ''];
    if (because === undefined) throw error;
    return { kind: 'undeliverable', because };
  }
}

/** What was not answered in time may yet be carried out, and looked for too soon it would not be found. */
function lateStill(error: Fault): Fault {
  const { ambiguous } = error;
  return new Fault('timeout', error.message, { cause: error, ambiguous, retryAfterMs: LATE_MS });
}

/** What Slack said is what the caller must hear, even when nobody could be told of the hold. */
async function tellPace({ onRateLimited }: PostDeps, what: ChannelId | 'edits', error: unknown): Promise<void> {
  if (!(error instanceof Fault) || error.code !== 'rate_limited' || error.retryAfterMs === undefined) return;
  await onRateLimited?.(what, error.retryAfterMs).catch(() => undefined);
}
