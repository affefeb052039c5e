import { describe, expect, it } from 'vitest';
import { HOLD_ACTIONS } from '#features/leads/deliver-notes.ts';
import { HELD_FIELD, HELD_MODAL } from '#features/intake/held-view.ts';
import { registerHoldListeners } from '#features/intake/slack.ts';
import { CARD_ACTIONS } from '#features/leads/card-view.ts';
import { LIST_ACTIONS } from '#features/leads/list-view.ts';
import type { Lead } from '#features/leads/lead.ts';
import { MODALS } from '#features/leads/modals.ts';
import { registerLeadModals } from '#features/leads/slack-modals.ts';
import { registerLeadListeners } from '#features/leads/slack.ts';
import { registerOperationsListeners } from '#features/operations/slack.ts';
import { newLeadId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { aCrmRecord } from '../../support/builders.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { ana, bo, opa, useLeadHouse } from '../../support/lead-house.ts';
import { expectViewAccepted, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse(`
intake: { import_brake: { leads: 30, within: 10m } }
rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]
`);
const channel = channelIdOf('#leads');
const outcomes: string[] = [];
const desk = atTheDesk((listeners) => {
  const shared = {
    ...house.deps,
    get stores() {
      return house.stores;
    },
    messenger: house.slack,
    crms: house.crms,
    intake: house.deps,
    get holds() {
      return house.stores.holds;
    },
    get auditLog() {
      return house.stores.audit;
    },
    examine: () => Promise.resolve([]),
    onClaim: (outcome: string) => void outcomes.push(outcome),
  };
  registerLeadListeners(listeners, shared);
  registerLeadModals(listeners, shared);
  registerOperationsListeners(listeners, shared);
  registerHoldListeners(listeners, shared);
}, channel);

async function aNewLead(): Promise<Lead> {
  const now = house.clock.now();
  const record = aCrmRecord({ createdAt: now, modifiedAt: now });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

const state = (lead: Lead) => ({ lead: lead.id, channel });

describe('the buttons of a card', () => {
  it('claim and release, and answer privately', async () => {
    const lead = await aNewLead();
    const claimed = await desk.press(CARD_ACTIONS.claim, lead.id, ana);
    expect(claimed.acks).toEqual([undefined]);
    expect(claimed.answers).toMatchObject([{ response_type: 'ephemeral', text: expect.stringMatching(/is yours/) }]);
    const late = await desk.press(CARD_ACTIONS.claim, lead.id, bo);
    expect(late.answers[0]?.text).toBe('Ana has Mia Sand already.');
    expect(outcomes.slice(-2)).toEqual(['claimed', 'taken']);
    const released = await desk.press(CARD_ACTIONS.release, lead.id, ana);
    expect(released.answers[0]?.text).toBe('You released Mia Sand.');
    expect((await house.stores.claims.history(lead.id)).map((claim) => claim.channel)).toEqual([channel, channel]);
  });

  it.each([CARD_ACTIONS.notAFit, CARD_ACTIONS.handOver, CARD_ACTIONS.touch, CARD_ACTIONS.why])(
    'open a modal that Slack takes: %s',
    async (action) => {
      const lead = await aNewLead();
      const { acks, views } = await desk.press(action, lead.id, ana);
      expect(acks).toHaveLength(1);
      expect(views).toHaveLength(1);
      expectViewAccepted(views[0]);
      expect(textIn(views[0])).toContain('Mia Sand');
    },
  );

  it('refuse a lead that is not there', async () => {
    await expect(desk.press(CARD_ACTIONS.why, newLeadId(), ana)).rejects.toMatchObject({ code: 'not_found' });
    expect((await desk.press(CARD_ACTIONS.claim, newLeadId(), ana)).answers[0]?.text).toContain('not known');
  });
});

describe('the modals', () => {
  it('mark a lead as not a fit', async () => {
    const lead = await aNewLead();
    const reason = { selected_option: { value: 'spam' } };
    const { acks } = await desk.submit(MODALS.notAFit, state(lead), { reason, note: { value: ' robots ' } }, ana);
    expect(acks).toEqual([undefined]);
    expect(await house.lead(lead.id)).toMatchObject({ state: 'disqualified' });
    const again = await desk.submit(MODALS.notAFit, state(lead), { reason, note: { value: null } }, bo);
    expect(again.acks).toEqual([
      { response_action: 'errors', errors: { reason: 'Mia Sand cannot be claimed: not a fit.' } },
    ]);
  });

  it('hand a lead over and log a touch', async () => {
    const lead = await aNewLead();
    await desk.press(CARD_ACTIONS.claim, lead.id, ana);
    house.clock.pass(1000);
    const toAna = await desk.submit(MODALS.handOver, state(lead), { colleague: { selected_user: ana.id } }, ana);
    expect(toAna.acks).toEqual([{ response_action: 'errors', errors: { colleague: 'They hold this lead already.' } }]);
    const toBo = await desk.submit(MODALS.handOver, state(lead), { colleague: { selected_user: bo.id } }, ana);
    expect(toBo.acks).toEqual([undefined]);
    const touch = { touch: { selected_option: { value: 'email' } }, note: { value: null } };
    expect((await desk.submit(MODALS.touch, state(lead), touch, bo)).acks).toEqual([undefined]);
    expect(await house.lead(lead.id)).toMatchObject({ claimedBy: bo.id, touchedAt: house.clock.now() });
  });
});

describe('the commands', () => {
  it('answer privately, and publicly when asked to share', async () => {
    await aNewLead();
    const mine = await desk.type('/lead', 'open', ana);
    expect(mine.answers[0]).toMatchObject({ response_type: 'ephemeral' });
    const shared = await desk.type('/lead', 'open share', ana);
    expect(shared.answers[0]).toMatchObject({ response_type: 'in_channel' });
    const after = { changedAt: house.clock.now().toISOString(), id: newLeadId() };
    const next = await desk.press(LIST_ACTIONS.next, JSON.stringify({ list: 'open', after }), ana);
    expect(next.answers[0]).toMatchObject({ response_type: 'ephemeral', replace_original: true });
    expect((await desk.type('/signalbox', 'audit', ana)).answers[0]?.text).toContain('for ops and admins');
  });
});

describe('held leads', () => {
  async function aHold(): Promise<{ hold: string; lead: Lead }> {
    house.clock.pass(60 * MINUTE_MS);
    house.govern(`intake: { import_brake: { leads: 1, within: 10m } }\n`);
    await aNewLead();
    const lead = await aNewLead();
    return { hold: String(lead.holdId), lead };
  }

  it('are chosen from a list', async () => {
    const { hold, lead } = await aHold();
    expect((await desk.press(HOLD_ACTIONS.list, hold, ana)).answers[0]?.text).toContain('Only ops');
    const { views } = await desk.press(HOLD_ACTIONS.list, hold, opa);
    expectViewAccepted(views[0]);
    expect(JSON.stringify(views[0])).toContain(lead.id);
    const chosen = { [HELD_FIELD]: { selected_options: [{ value: lead.id }] } };
    expect((await desk.submit(HELD_MODAL, { hold: Number(hold) }, chosen, opa)).acks).toEqual([undefined]);
    await house.drain();
    expect(await house.lead(lead.id)).toMatchObject({ standing: 'announced' });
    expect((await desk.press(HOLD_ACTIONS.mirror, hold, opa)).answers[0]?.text).toBeTruthy();
    expect((await desk.press(HOLD_ACTIONS.announce, hold, opa)).answers[0]?.text).toContain('already');
  });
});
