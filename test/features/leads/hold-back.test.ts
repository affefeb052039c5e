// What becomes of intents while what they need is away, and what the lead's card says about it.
import { describe, expect, it } from 'vitest';
import type { Stores } from '#adapters/postgres/stores.ts';
import { claimLead } from '#features/leads/claim-lead.ts';
import { holdBack } from '#features/leads/hold-back.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import { Fault } from '#kernel/errors.ts';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Delay, Outlook } from '#ports/outlook.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { ana, freePace, useLeadHouse } from '../../support/lead-house.ts';
import { textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse(`
rules: [{ name: tell, on: lead.created, if: lead.score > 0, do: [{ alert: { channel: '#leads' } }] }]
`);

const down: Delay = { because: 'down', retryAfterMs: 7000 };
const fine: Outlook = { crm: () => null, slack: () => null };

async function aClaimedLead(): Promise<Lead> {
  const record = aCrmRecord();
  await house.absorb(record);
  await house.drain();
  const { id } = await house.leadOf(record.ref);
  await claimLead({ ...house.deps, stores: house.stores }, { lead: id, by: ana, channel: null, correlationId });
  return house.lead(id);
}

async function theAssignment(): Promise<HeldIntent> {
  const held = await house.db.database.outbox.lease(50, house.clock.now());
  await house.db.database.outbox.release(held);
  const found = held.find(({ kind }) => kind === 'crm.assign');
  if (!found) throw new Error('nothing is to be assigned');
  return found;
}

function handle(intent: HeldIntent, outlook: Outlook): Promise<IntentOutcome<Stores>> {
  const { clock, deps } = house;
  const delivery = {
    stores: house.stores,
    messenger: house.slack,
    crms: house.crms,
    playbook: deps.playbook,
    clock,
    transact: deps.transact,
    log: deps.log,
    pace: freePace,
  };
  const handler = leadIntentHandlers(delivery).get(intent.kind);
  if (!handler) throw new Error(`no handler for ${intent.kind}`);
  return holdBack<Stores>({ transact: deps.transact, outlook, clock }, intent.kind, handler)(intent);
}

const cardText = () => textIn(house.slack.edits.at(-1)?.message.blocks ?? []);
const WAITS = 'HubSpot does not answer at the moment. What is to be written there follows when it does.';

describe('a claim whose CRM is down', () => {
  it('waits untried; its card says so after some seconds, and no more when it was written', async () => {
    const lead = await aClaimedLead();
    const intent = await theAssignment();
    const outlook: Outlook = { ...fine, crm: (name) => (name === 'hubspot' ? down : null) };

    expect(await handle(intent, outlook)).toEqual({
      kind: 'later',
      afterMs: 7000,
      because: 'HubSpot does not answer',
      fault: 'unavailable',
    });
    expect(house.hubspot.assigned).toEqual([]);
    expect(await house.stores.delays.of(lead.id)).toEqual([]);

    house.clock.pass(6000);
    await handle(intent, outlook);
    await handle(intent, outlook);
    expect(await house.stores.delays.of(lead.id)).toMatchObject([{ crm: 'hubspot', because: 'down' }]);
    // The edit that waits for the claim shows this as well.
    expect(await house.intents('lead.card')).toHaveLength(1);

    const outcome = await handle(intent, fine);
    expect(outcome.kind).toBe('done');
    await house.drain();
    expect(await house.stores.delays.of(lead.id)).toMatchObject([{ crm: 'hubspot' }]);
    expect(cardText()).toContain(WAITS);

    if (outcome.kind === 'done') await house.deps.transact(async (tx) => outcome.commit?.(tx));
    expect(await house.stores.delays.of(lead.id)).toEqual([]);
    await house.drain();
    expect(cardText()).not.toContain(WAITS);
    expect(cardText()).toContain('*Claimed*');
  });

  it('says so too when the CRM fails before it is known to be down', async () => {
    const lead = await aClaimedLead();
    const intent = await theAssignment();
    house.clock.pass(6000);
    house.hubspot.answers.push(new Fault('timeout', 'no answer'), new Fault('rate_limited', 'used up'));
    await expect(handle(intent, fine)).rejects.toThrow('no answer');
    await expect(handle(intent, fine)).rejects.toThrow('used up');
    expect(await house.stores.delays.of(lead.id)).toMatchObject([{ crm: 'hubspot', because: 'down' }]);
    await house.db.rows(`UPDATE outbox SET state = 'done' WHERE state = 'pending'`);
  });

  it('is handed to its handler after a day, which gives it up', async () => {
    const lead = await aClaimedLead();
    const intent = await theAssignment();
    house.clock.pass(DAY_MS);
    house.hubspot.answers.push(new Fault('unavailable', 'HubSpot does not answer for now'));
    const outcome = await handle(intent, { ...fine, crm: () => down });
    expect(outcome.kind).toBe('done');
    if (outcome.kind === 'done') await house.deps.transact(async (tx) => outcome.commit?.(tx));
    expect((await house.lead(lead.id)).state).toBe('open');
    await house.db.rows(`UPDATE outbox SET state = 'done' WHERE state = 'pending'`);
  });
});

describe('what does not concern the dependency that is away', () => {
  it('goes on: the claim of another CRM, and a claim while only others must save calls', async () => {
    await aClaimedLead();
    const intent = await theAssignment();
    const outlook: Outlook = {
      slack: () => down,
      crm: (name, urgency) => (name === 'salesforce' || urgency === 'normal' ? { ...down, because: 'budget' } : null),
    };
    expect((await handle(intent, outlook)).kind).toBe('done');
    await house.drain();
  });

  it('waits when it is Slack that is away', async () => {
    await house.absorb(aCrmRecord({ createdAt: house.clock.now() }));
    house.clock.pass(MINUTE_MS);
    const [card] = await house.db.database.outbox.lease(1, house.clock.now());
    if (!card) throw new Error('there is no card');
    expect(
      await handle(card, { ...fine, slack: () => ({ because: 'down', retryAfterMs: MINUTE_MS * 9 }) }),
    ).toMatchObject({
      kind: 'later',
      afterMs: MINUTE_MS,
      because: 'Slack does not answer',
    });
  });
});
