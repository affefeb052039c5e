// The outbox carried out at Slack's pace: whenever nothing is due, the clock is moved to what is due next.
import { createSlackPace } from '#adapters/slack/pace.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import type { ChannelId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import { backOffMs } from '#adapters/queue/back-off.ts';
import { Fault, mayPass } from '#kernel/errors.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { LeadHouse } from './lead-house.ts';

export interface PacedCall {
  readonly kind: 'post' | 'reply' | 'edit';
  readonly channel: ChannelId;
  readonly at: Date;
}

export interface PacedRun {
  readonly calls: readonly PacedCall[];
  /** Outcomes of intents by kind, for example `lead.card done`. */
  readonly outcomes: readonly string[];
}

/** Carries out all that is and becomes due within `withinMs`. @param messenger in place of the house's own. */
export async function drainPaced(
  house: LeadHouse,
  { withinMs = 3_600_000, messenger = house.slack }: { withinMs?: number; messenger?: Messenger } = {},
): Promise<PacedRun> {
  const { db, clock } = house;
  const calls: PacedCall[] = [];
  const outcomes: string[] = [];
  const end = after(clock.now(), withinMs);
  const handlers = leadIntentHandlers({
    stores: house.stores,
    crms: house.crms,
    playbook: house.deps.playbook,
    clock,
    pace: createSlackPace(db.database.slots(clock)),
    messenger: {
      ...messenger,
      post(posting) {
        const kind = posting.thread === undefined ? 'post' : 'reply';
        calls.push({ kind, channel: posting.channel, at: clock.now() });
        return messenger.post(posting);
      },
      edit(channel, ts, message) {
        calls.push({ kind: 'edit', channel, at: clock.now() });
        return messenger.edit(channel, ts, message);
      },
    },
  });
  for (;;) {
    const held = await db.database.outbox.lease(50, clock.now());
    for (const row of held) {
      const handler = handlers.get(row.kind);
      if (!handler) throw new Error(`no handler for ${row.kind}`);
      const now = clock.now();
      try {
        const outcome = await handler(row);
        outcomes.push(`${row.kind} ${outcome.kind}`);
        if (outcome.kind === 'later') {
          const { because, afterMs } = outcome;
          const again = { kind: 'again', dueAt: after(now, afterMs), because, fault: null, tried: false } as const;
          await db.database.outbox.settle(row, again, now);
        } else await db.database.outbox.settle(row, outcome, now, outcome.commit);
      } catch (error) {
        if (!(error instanceof Fault) || !mayPass(error)) throw error;
        outcomes.push(`${row.kind} ${error.code}`);
        const dueAt = after(now, backOffMs(1000, error));
        const again = { kind: 'again', dueAt, because: error.message, fault: error.code, tried: true } as const;
        await db.database.outbox.settle(row, again, now);
      }
    }
    if (held.length > 0) continue;
    const [next] = await db.rows<{ at: Date | null }>(`SELECT min(due_at) AS at FROM outbox WHERE state = 'pending'`);
    if (!next?.at || next.at > end) return { calls, outcomes };
    if (next.at > clock.now()) clock.set(next.at);
  }
}

/** The most calls to one channel within any second. */
export function busiestSecond(calls: readonly PacedCall[]): number {
  return Math.max(
    0,
    ...calls.map(({ channel, at }) => {
      const until = after(at, 1000);
      return calls.filter((other) => other.channel === channel && other.at >= at && other.at < until).length;
    }),
  );
}
