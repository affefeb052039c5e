// Requests of Salesforce's own approval processes over real HTTP: asked in Slack, answered there or in Salesforce.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { told } from '../support/house-campaigns.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { actionsIn, textIn } from '../support/slack-shape.ts';

const APPROVE = 'workitems.approve';
const REJECT = 'workitems.reject';
const INTEGRATION = 'signalbox@acme.test';

let house: House;
let deals = 0;

beforeAll(async () => {
  house = await aHouse({ people: ['ana', 'bo', 'vera'] });
  house.salesforce.setModifyAll(INTEGRATION, true);
  house.salesforce.addApprovalProcess({
    name: 'Discount',
    label: 'Discount over 20%',
    object: 'Opportunity',
    steps: [{ name: 'VP', approvers: ['vera@acme.test'] }],
    onApproved: { NextStep: 'Send the quote' },
  });
});
afterAll(() => house.close());

interface Deal {
  readonly id: string;
  readonly name: string;
}

/** Ana submits a deal, and Signalbox looks. */
async function submitted(): Promise<Deal> {
  deals += 1;
  const name = `Globex renewal ${deals}`;
  const values = { Name: name, StageName: 'Negotiation/Review', CloseDate: '2027-01-31', Amount: 48_000 };
  const id = house.salesforce.createRecord('Opportunity', values, 'ana@acme.test');
  house.salesforce.submitForApproval(id, 'ana@acme.test', 'please');
  await house.tick('workitems-salesforce');
  return { id, name };
}

/** Vera's card of a deal, once it meets the expectations. */
function cardWhen(name: string, expectations: (card: WireMessage, words: string) => void): Promise<WireMessage> {
  const { workspace } = house.slack;
  return eventually(() => {
    const messages = workspace.messages(workspace.as('vera').directMessages().id);
    const card = messages.find(({ blocks }) => (blocks?.length ?? 0) > 1 && textIn(blocks).includes(name));
    if (card === undefined) throw new Error(`Vera has no card of ${name}`);
    expectations(card, textIn(card.blocks));
    return card;
  });
}

/** The card with its buttons, in the conversation where they are pressed. */
async function waiting(name: string): Promise<{ readonly channel: string; readonly ts: string }> {
  const { ts } = await cardWhen(name, ({ blocks }) => expect(actionsIn(blocks)).toContain(APPROVE));
  return { channel: house.slack.workspace.as('vera').directMessages().id, ts };
}

const lastStep = () => house.salesforce.records('ProcessInstanceStep').at(-1);

it('A deal is approved in Slack; Salesforce has the answer, and the card says as whom', async () => {
  const { id, name } = await submitted();
  const { channel, ts } = await waiting(name);
  await cardWhen(name, (_, words) => {
    for (const part of ['Discount over 20%', 'Ana Ruiz', 'Amount', '48,000']) expect(words).toContain(part);
  });
  const note = await told(house, 'vera', () => house.slack.workspace.as('vera').click(channel, ts, APPROVE));
  expect(note).toContain(`approval of ${name} is recorded`);
  await cardWhen(name, ({ blocks }, words) => {
    expect(words).toContain('*Approved* by you in Slack');
    expect(words).toContain('the integration user answered, with a comment that names you');
    expect(actionsIn(blocks)).toEqual([]);
  });
  expect(house.salesforce.record('Opportunity', id)).toMatchObject({ NextStep: 'Send the quote' });
  expect(lastStep()).toMatchObject({ StepStatus: 'Approved', Comments: 'Decided in Slack by Vera Field' });
});

it('A deal is rejected with a comment', async () => {
  const { name } = await submitted();
  const { channel, ts } = await waiting(name);
  const vera = house.slack.workspace.as('vera');
  await vera.click(channel, ts, REJECT);
  const view = await eventually(() => {
    const shown = vera.modal();
    if (shown === undefined || !textIn(shown.blocks).includes(name)) throw new Error('Vera sees no form');
    return shown;
  });
  expect(await vera.submit(view.id, { value: '' })).toMatchObject({ kind: 'refused' });
  expect(await vera.submit(view.id, { value: 'Too much <!channel>' })).toMatchObject({ kind: 'acknowledged' });
  await cardWhen(name, (_, words) => expect(words).toContain('*Rejected* by you in Slack'));
  expect(lastStep()).toMatchObject({
    StepStatus: 'Rejected',
    Comments: expect.stringContaining('Too much <!channel>'),
  });
});

it('What is decided in Salesforce itself shows on the card, whose buttons are gone', async () => {
  const { id, name } = await submitted();
  const { channel, ts } = await waiting(name);
  house.salesforce.decideApproval(id, 'Approved', 'vera@acme.test', 'on the phone');
  await house.tick('workitems-salesforce');
  await cardWhen(name, ({ blocks }, words) => {
    expect(words).toContain('*Approved* by Vera Field in Salesforce');
    expect(words).toContain('on the phone');
    expect(actionsIn(blocks)).toEqual([]);
  });
  // Nothing is left to press.
  await expect(house.slack.workspace.as('vera').click(channel, ts, APPROVE)).rejects.toThrow(APPROVE);
});

it('Where the integration user may not answer for others, Salesforce’s words are shown and the buttons are back', async () => {
  house.salesforce.setModifyAll(INTEGRATION, false);
  const { name } = await submitted();
  const { channel, ts } = await waiting(name);
  const vera = house.slack.workspace.as('vera');
  await vera.click(channel, ts, APPROVE);
  await cardWhen(name, ({ blocks }, words) => {
    expect(words).toContain('insufficient access rights on cross-reference id');
    expect(actionsIn(blocks)).toContain(APPROVE);
  });
  house.salesforce.setModifyAll(INTEGRATION, true);
  await vera.click(channel, ts, APPROVE);
  await cardWhen(name, (_, words) => expect(words).toContain('*Approved* by you in Slack'));
});

it('All of it is in the log, and nothing is left over', async () => {
  await expectSound(house);
  expect(await house.rows("SELECT 1 FROM work_item WHERE state IN ('pending', 'deciding')")).toEqual([]);
});
