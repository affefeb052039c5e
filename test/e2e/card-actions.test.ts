// What a rep does from the card after the claim: touch, hand over, not a fit, and the questions that modals ask.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { cardWhen, mentionOf, openModal, press } from '../support/house-people.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

const HELD = ['leads.touch', 'leads.hand_over', 'leads.release', 'leads.not_a_fit', 'leads.why'];

describe.each(['hubspot', 'salesforce'] as const)('The card of a claimed lead, with %s', (crm) => {
  let house: House;
  let hands: CrmHands;
  let id: string;

  beforeAll(async () => {
    house = await aHouse({ crms: [crm], strangers: ['eve'] });
    hands = handsOn(house, crm);
    id = hands.createLead({ name: 'Mia Sand', company: 'Northwind', score: 90 });
    await press(house, 'ana', 'Mia Sand', 'leads.claim');
  });
  afterAll(() => house.close());

  function someone(person: string) {
    return house.slack.workspace.as(person);
  }

  it('offers its holder what comes next', async () => {
    await eventually(() => expect(hands.ownerOf(id)).toBe('ana'));
    await cardWhen(house, 'Mia Sand', ({ buttons }) => expect(buttons).toEqual(HELD));
  });

  it('logs a touch as a closed task of the rep in the CRM', async () => {
    const { id: view } = await openModal(house, 'ana', 'Mia Sand', 'leads.touch');
    const outcome = await someone('ana').submit(view, {
      'touch.value': 'meeting',
      'note.value': 'Wants a pilot & a quote',
    });

    expect(outcome).toMatchObject({ kind: 'acknowledged' });
    expect(someone('ana').modal()).toBeUndefined();
    await eventually(() => {
      const [task] = hands.tasks();
      expect(task).toMatchObject({ subject: 'Meeting', owner: 'ana' });
      expect(task?.body).toContain('Wants a pilot');
    });
    await cardWhen(house, 'Mia Sand', ({ words, thread }) => {
      expect(words).toContain('first touch logged');
      expect(thread).toContain('Ana Ruiz logged: Meeting, Wants a pilot &amp; a quote');
    });
  });

  it('keeps the modal open and says what is wrong, when somebody else or nobody could take it', async () => {
    const { id: view } = await openModal(house, 'ana', 'Mia Sand', 'leads.hand_over');
    const crmName = crm === 'hubspot' ? 'HubSpot' : 'Salesforce';

    expect(await someone('ana').submit(view, {})).toMatchObject({ kind: 'refused' });
    const toHerself = await someone('ana').submit(view, { 'colleague.value': someone('ana').user.id });
    expect(toHerself).toEqual({ kind: 'refused', errors: { colleague: 'They hold this lead already.' } });
    const toEve = await someone('ana').submit(view, { 'colleague.value': someone('eve').user.id });
    expect(toEve).toMatchObject({
      kind: 'refused',
      errors: { colleague: expect.stringContaining(`No user in ${crmName}`) },
    });
    expect(someone('ana').modal()?.id).toBe(view);
    await someone('ana').closeModal(view);
    expect(hands.ownerOf(id)).toBe('ana');
  });

  it('refuses a colleague who does not hold it, in the modal', async () => {
    const { id: view } = await openModal(house, 'cy', 'Mia Sand', 'leads.hand_over');
    const outcome = await someone('cy').submit(view, { 'colleague.value': someone('cy').user.id });
    expect(outcome).toMatchObject({ kind: 'refused', errors: { colleague: expect.stringContaining('Ana Ruiz') } });
    await someone('cy').closeModal(view);
  });

  it('hands the lead over, with its owner in the CRM', async () => {
    const { id: view } = await openModal(house, 'ana', 'Mia Sand', 'leads.hand_over');
    const outcome = await someone('ana').submit(view, { 'colleague.value': someone('bo').user.id });

    expect(outcome).toMatchObject({ kind: 'acknowledged' });
    await eventually(() => {
      expect(hands.ownerOf(id)).toBe('bo');
      expect(hands.opportunities()).toEqual([{ name: 'Northwind - inbound', owner: 'bo' }]);
    });
    await cardWhen(house, 'Mia Sand', ({ words, thread }) => {
      expect(words).toContain(`*Claimed* by ${mentionOf(house, 'bo')}`);
      expect(thread).toContain('Ana Ruiz handed this lead over to Bo Lindqvist');
    });
  });

  it('says why: the score, the rep, and each rule with its values', async () => {
    const view = await openModal(house, 'cy', 'Mia Sand', 'leads.why');
    const words = textIn(view.blocks);
    expect(words).toContain('90 = CRM score 90');
    expect(words).toContain('ana@acme.test of enterprise, whose turn was longest ago, by rule enterprise-leads');
    expect(words).toMatch(/:white_check_mark: \*enterprise-leads\*/u);
    expect(words).toMatch(/:heavy_minus_sign: \*other-leads\*/u);
    await someone('cy').closeModal(view.id);
  });

  it('writes "not a fit" with its reason to the CRM, and closes the card', async () => {
    const { id: view } = await openModal(house, 'bo', 'Mia Sand', 'leads.not_a_fit');
    expect(await someone('bo').submit(view, { 'note.value': 'no reason chosen' })).toMatchObject({ kind: 'refused' });
    const outcome = await someone('bo').submit(view, { 'reason.value': 'no_budget', 'note.value': 'Try in spring' });

    expect(outcome).toMatchObject({ kind: 'acknowledged' });
    const status = crm === 'hubspot' ? 'UNQUALIFIED' : 'Unqualified';
    await eventually(() => {
      expect(hands.statusOf(id)).toBe(status);
      expect(hands.tasks().map(({ subject, body }) => ({ subject, body }))).toContainEqual({
        subject: 'Not a fit: No budget',
        body: expect.stringContaining('Try in spring'),
      });
    });
    await cardWhen(house, 'Mia Sand', ({ words, buttons, thread }) => {
      expect(words).toContain('Not a fit: No budget');
      expect(buttons).toEqual(['leads.why']);
      expect(thread).toContain('Bo Lindqvist: not a fit, No budget (Try in spring)');
    });
    await expectSound(house);
  });
});
