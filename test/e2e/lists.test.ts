// Leads that come while their channel takes no message: one list for all of them, from which each can be worked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { buttonsIn } from '../scenarios/buttons.ts';
import { handsOn } from '../support/crm-hands.ts';
import { mentionOf } from '../support/house-people.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

const CHANNEL = 'enterprise-leads';
const NAMES = ['Mia Sand', 'Tom Ford', 'Eva Blum', 'Jon Berg'];
const HELD_SECONDS = 60;

let house: House;
const owners = new Map<string, string>();

beforeAll(openWithAList);
afterAll(() => house.close());

/** Slack wants a minute's silence in the channel while the leads come. */
async function openWithAList(): Promise<void> {
  house = await aHouse({ crms: ['hubspot'], strangers: ['eve'] });
  // Two processes, and an answer of Slack's that gets lost: still one list.
  await house.start();
  const hubspot = handsOn(house, 'hubspot');
  house.slack.faults.next({
    method: 'chat.postMessage',
    channel: CHANNEL,
    kind: 'rate_limited',
    retryAfter: HELD_SECONDS,
  });
  hubspot.createLead({ name: 'First One', company: 'Northwind', score: 90 });
  await eventually(async () =>
    expect(await house.rows('SELECT 1 FROM slack_pace WHERE held_until IS NOT NULL')).toHaveLength(1),
  );
  for (const name of NAMES) owners.set(name, hubspot.createLead({ name, company: 'Northwind', score: 90 }));
  await eventually(async () =>
    expect(await house.rows('SELECT 1 FROM lead WHERE card_list IS NOT NULL')).toHaveLength(NAMES.length),
  );
  house.slack.faults.next({ method: 'chat.postMessage', channel: CHANNEL, kind: 'drop_after_commit' });
  house.clock.moveBy((HELD_SECONDS + 1) * 1000);
  await eventually(() => expect(NAMES.filter((name) => !wordsOf(list()).includes(name))).toEqual([]));
}

const announcements = (): readonly WireMessage[] =>
  house.slack.workspace.messages(CHANNEL).filter(({ thread_ts: thread }) => thread === undefined);

function list(): WireMessage {
  const [found, ...others] = announcements().filter(({ blocks }) => JSON.stringify(blocks).includes('leads.more'));
  if (!found || others.length > 0) throw new Error(`there are ${others.length + (found ? 1 : 0)} lists`);
  return found;
}

const wordsOf = ({ blocks }: WireMessage): string => textIn(blocks);

/** Number of the lead's row, and its id. */
function rowOf(name: string): { readonly row: number; readonly lead: string } {
  const row = Number(new RegExp(`(\\d+)\\. \\*${name}\\*`, 'u').exec(wordsOf(list()))?.[1]);
  const blocks = (list().blocks ?? []).filter(({ block_id: id }) => String(id).startsWith(`row-${row}`));
  const values = JSON.stringify(blocks).match(/[0-9a-f]{8}-[0-9a-f-]{27}/u);
  return { row, lead: values?.[0] ?? '' };
}

/** What this person reads after Claim. */
async function claim(person: string, name: string): Promise<string> {
  const someone = house.slack.workspace.as(person);
  const before = someone.inbox().length;
  const { channel, ts } = list();
  expect(await someone.click(channel, ts, 'leads.claim', rowOf(name).lead)).toMatchObject({ kind: 'acknowledged' });
  return eventually(() => {
    const note = someone.inbox()[before];
    if (!note) throw new Error(`${person} was told nothing`);
    return note.text;
  });
}

async function choose(person: string, name: string, choice: string): Promise<void> {
  const { row, lead } = rowOf(name);
  const { channel, ts } = list();
  const element = [`row-${row}`, `row-${row}-actions`].find((id) =>
    (list().blocks ?? []).some((block) => block['block_id'] === id && JSON.stringify(block).includes('overflow')),
  );
  const outcome = await house.slack.workspace
    .as(person)
    .click(channel, ts, `${element}.leads.more`, `${choice}:${lead}`);
  expect(outcome).toMatchObject({ kind: 'acknowledged' });
}

describe('A list of leads', () => {
  it('stands in the channel once, and each lead in it once', async () => {
    const said = () => announcements().map(wordsOf).join('\n');
    await eventually(() => expect(said()).toContain('First One'));
    for (const name of ['First One', ...NAMES]) expect(said().split(name)).toHaveLength(2);
    expect(buttonsIn(list().blocks).filter(({ action }) => action === 'leads.claim')).toHaveLength(NAMES.length);
  });

  it('lets a rep claim a lead, in the CRM too, and shows who has it', async () => {
    expect(await claim('ana', 'Mia Sand')).toContain('Mia Sand is yours');
    await eventually(() => expect(handsOn(house, 'hubspot').ownerOf(owners.get('Mia Sand') ?? '')).toBe('ana'));
    await eventually(() => expect(wordsOf(list())).toContain(`*claimed* by ${mentionOf(house, 'ana')}`));
  });

  it('refuses whom a card would refuse', async () => {
    expect(await claim('eve', 'Tom Ford')).toContain('you are not on it');
  });

  it('explains a lead and takes it from the queue, from behind its three dots', async () => {
    await choose('bo', 'Eva Blum', 'why');
    const bo = house.slack.workspace.as('bo');
    await eventually(() => expect(textIn(bo.modal()?.blocks)).toContain('enterprise-leads'));
    await bo.closeModal(bo.modal()?.id ?? '');
    await choose('bo', 'Eva Blum', 'not_a_fit');
    const view = await eventually(() => {
      const open = bo.modal();
      if (!open) throw new Error('there is no modal');
      return open;
    });
    expect(await bo.submit(view.id, { 'reason.value': 'no_budget' })).toMatchObject({ kind: 'acknowledged' });
    await eventually(() => expect(wordsOf(list())).toContain('*not a fit*'));
  });

  it('lets go of a lead again, and has its history in the thread by name', async () => {
    await choose('ana', 'Mia Sand', 'release');
    await eventually(() => expect(wordsOf(list())).toContain('*released*'));
    await eventually(() => {
      const thread = house.slack.workspace.thread(CHANNEL, list().ts).map(({ text }) => text);
      expect(thread.join('\n')).toContain('Mia Sand: Ana Ruiz released this lead');
    });
    await expectSound(house);
  });
});
