// Every kind of message, through every way in which Slack leaves open whether it took it: it stands there once.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { opsIntent, whisperIntent } from '#features/messages/intents.ts';
import { alertIntent, cardIntent, threadIntent } from '#features/leads/intents.ts';
import type { Lead } from '#features/leads/lead.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { CallFault } from '#sandbox/slack/faults.ts';
import { connected } from '../../adapters/slack/connected.ts';
import type { Connected } from '../../adapters/slack/connected.ts';
import { correlationId } from '../../support/builders.ts';
import { aLead } from '../../support/lead-builder.ts';
import { useLeadHouse } from '../../support/lead-house.ts';
import { drainPaced } from '../../support/paced-outbox.ts';

const house = useLeadHouse();
let slack: Connected;
let ana: SlackUserId;
let count = 0;

beforeAll(async () => {
  slack = await connected({
    users: [{ name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test' }],
    channels: [{ name: 'leads' }, { name: 'revops' }],
  });
  ana = SlackUserId.parse(slack.sandbox.workspace.users().find(({ name }) => name === 'ana')?.id);
});
afterAll(() => slack.sandbox.close());
beforeEach(async () => {
  slack.sandbox.faults.clear();
  house.clock.pass(3_600_000);
});

const cause = () => ({ at: house.clock.now(), correlationId });

async function aLeadNamed(name: string): Promise<Lead> {
  const facts = { lead: { name }, company: { name: 'Acme' }, opportunity: null };
  const lead = aLead({ card: { target: '#leads', posted: null }, facts, seenAt: house.clock.now() });
  await house.stores.leads.create(lead);
  return lead;
}
async function announce(name: string): Promise<Lead> {
  const lead = await aLeadNamed(name);
  await house.stores.outbox.put(cardIntent(lead.id, 5, cause(), true));
  return lead;
}
const deliver = (withinMs = 3_600_000, messenger = slack.messenger) => drainPaced(house, { messenger, withinMs });

/** Soon gives up on the first message, and on no other: what is only slow must not count as hung. */
function hastyOnce(): Messenger {
  let first = true;
  function next(): Messenger {
    const messenger = first ? slack.hasty : slack.messenger;
    first = false;
    return messenger;
  }
  return {
    ...slack.messenger,
    post: (posting) => next().post(posting),
    direct: (to, posting) => next().direct(to, posting),
  };
}

/** Asks for a message that says this; what it needs before is there already. */
const KINDS: Readonly<Record<string, (mark: string) => Promise<void>>> = {
  'a card': async (mark) => void (await announce(mark)),
  async 'a list'(mark) {
    for (let index = 0; index < 7; index += 1) await announce(`Before ${index}`);
    await announce(mark);
    // The first take the turns that there are, and the list is next.
    await deliver(0);
  },
  async 'a thread line'(mark) {
    const lead = await announce('Somebody');
    await deliver();
    await house.stores.outbox.put(threadIntent(lead.id, mark, cause()));
  },
  async 'lines that waited'(mark) {
    const lead = await announce('Somebody');
    await deliver();
    await house.stores.outbox.put(threadIntent(lead.id, 'First', cause()));
    await house.stores.outbox.put(threadIntent(lead.id, mark, cause()));
  },
  async 'a message to ops'(mark) {
    await house.stores.outbox.put(opsIntent(mark, { text: mark, hold: null }, cause()));
  },
  async 'an alert on a deal'(mark) {
    const ref = { crm: 'hubspot', object: 'opportunity', id: mark } as const;
    const alert = { channel: '#leads', headline: mark, event: 'opportunity.won', ref, fields: { name: 'Deal' } };
    await house.stores.outbox.put(alertIntent(alert, mark, cause()));
  },
  async 'a direct message'(mark) {
    await house.stores.outbox.put(whisperIntent({ channel: null, to: ana, text: mark }, cause()));
  },
};

/** A second one would take its time, or befalls nobody because the first message is found. */
const ONCE: ReadonlySet<string> = new Set(['hang', 'drop_after_commit']);

type Trouble = Omit<CallFault, 'method'>;
const TROUBLES: readonly (readonly [string, Trouble])[] = [
  ['it was posted and the answer got lost', { kind: 'drop_after_commit' }],
  ['Slack answers 500', { kind: 'status', status: 500 }],
  ['the connection breaks', { kind: 'reset' }],
  ['Slack hangs', { kind: 'hang' }],
  ['Slack wants us to wait', { kind: 'rate_limited', retryAfter: 2 }],
  ['Slack wants us to wait and does not say how long', { kind: 'status', status: 429 }],
];

/** Every message, reply and direct message that says this, in any block or text. */
function said(mark: string): number {
  const { workspace } = slack.sandbox;
  return workspace
    .channels()
    .flatMap(({ id }) => workspace.messages(id))
    .filter((message) => JSON.stringify([message.text, message.blocks]).includes(mark)).length;
}

describe.each(Object.entries(KINDS))('%s', (_, ask) => {
  it.each(TROUBLES)('stands in Slack once when %s', async (_when, trouble) => {
    count += 1;
    const mark = `Once${count}.`;
    await ask(mark);
    slack.sandbox.faults.next({ method: 'chat.postMessage', ...trouble, times: ONCE.has(trouble.kind) ? 1 : 2 });
    await deliver(undefined, trouble.kind === 'hang' ? hastyOnce() : undefined);
    expect(slack.sandbox.faults.armed()).toEqual([]);
    expect(said(mark)).toBe(1);
    expect(await house.db.rows(`SELECT kind, note FROM outbox WHERE state <> 'done'`)).toEqual([]);
  });
});
