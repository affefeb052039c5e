// Slack as people see requests in it: the house of approvals with a messenger in memory, and an outbox that a test runs.
import type { Stores } from '#adapters/postgres/stores.ts';
import { approvalCardIntent } from '#features/approvals/intents.ts';
import { approvalIntentHandlers } from '#features/approvals/outbox-handlers.ts';
import type { ApprovalDeliveryDeps } from '#features/approvals/record-card.ts';
import type { HomeDesk } from '#features/home/desk.ts';
import { homeIntentHandlers } from '#features/home/outbox-handlers.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { ApprovalId, ChannelId, SlackUserId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import type { IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import { TWO_STEPS } from './approval-house.ts';
import type { ApprovalHouse } from './approval-house.ts';
import { correlationId } from './builders.ts';
import { aFakeMessenger, channelIdOf } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { freePace } from './lead-house.ts';

/** Longer than anything waits that nobody asked to wait. */
const MOMENT_MS = 6_000;

export const APPROVALS = channelIdOf('#approvals');

/** The usual policy, with its requests in a channel of their own. */
export const IN_ITS_CHANNEL = TWO_STEPS.replace('    if:', `    channel: '#approvals'\n    if:`);

export interface ApprovalSlack {
  readonly slack: FakeMessenger;
  readonly desk: HomeDesk<Stores>;
  /** Of the outbox handlers; `pace` is what a test puts there. */
  readonly delivery: ApprovalDeliveryDeps<Stores> & HomeDesk<Stores>;
  pace: Pace;
  /** Carries out what is due within a moment; how each intent about approvals ended. */
  drain(): Promise<readonly string[]>;
  /** Asks for a card anew. */
  askForCard(id: ApprovalId, place: 'channel' | SlackUserId): Promise<void>;
  /** What stands in the channel or in somebody's messages by now, as posted or last edited. Throws where nothing does. */
  card(id: ApprovalId, place: 'channel' | SlackPerson): Promise<Message>;
}

export function useApprovalSlack(house: ApprovalHouse, people: readonly SlackPerson[]): ApprovalSlack {
  const slack = aFakeMessenger(['#approvals', '#revops']);
  slack.people.push(...people);
  const { transact, playbook, clock, gates } = house.desk;
  const desk: HomeDesk<Stores> = {
    transact,
    playbook,
    clock,
    gates,
    get stores() {
      return house.stores;
    },
    messenger: slack,
    get metrics() {
      return house.db.database.metrics;
    },
    get values() {
      return createValueBook({ store: house.db.database.metrics, playbook, clock });
    },
    health: async () => [],
  };
  const world: ApprovalSlack = {
    slack,
    desk,
    pace: freePace,
    get delivery() {
      return { ...desk, pace: world.pace };
    },
    async drain() {
      const handlers = new Map([...approvalIntentHandlers(world.delivery), ...homeIntentHandlers(world.delivery)]);
      const ended: string[] = [];
      for (;;) {
        const held = await house.db.database.outbox.lease(50, after(house.clock.now(), MOMENT_MS));
        if (held.length === 0) return ended;
        for (const row of held) {
          const outcome: IntentOutcome<Stores> = (await handlers.get(row.kind)?.(row)) ?? { kind: 'done' };
          ended.push(`${row.kind} ${outcome.kind}`);
          const settled =
            outcome.kind === 'later'
              ? ({
                  kind: 'again',
                  dueAt: after(house.clock.now(), 2 * MOMENT_MS),
                  because: outcome.because,
                  fault: null,
                  tried: false,
                } as const)
              : outcome;
          const commit = outcome.kind === 'later' ? undefined : outcome.commit;
          await house.db.database.outbox.settle(row, settled, house.clock.now(), commit);
        }
      }
    },
    askForCard: (id, place) =>
      house.stores.outbox.put(approvalCardIntent(id, place, true, { at: house.clock.now(), correlationId })),
    async card(id, place) {
      const known = await house.stores.approvalCards.of(id);
      const posted = known.find((one) => one.place === (place === 'channel' ? place : place.id))?.posted;
      if (!posted) throw new Error(`A-${id} has no card there`);
      return messageAt(slack, posted.channel, posted.ts);
    },
  };
  return world;
}

function messageAt(slack: FakeMessenger, channel: ChannelId, ts: string): Message {
  const edited = slack.edits.findLast((one) => one.channel === channel && one.ts === ts);
  const posted = [...slack.posts, ...slack.directPosts].find((one) => one.channel === channel && one.ts === ts);
  const message = edited?.message ?? posted?.message;
  if (!message) throw new Error(`nothing was posted at ${ts}`);
  return message;
}
