import { describe, expect, it } from 'vitest';
import { answerLeadCommand, leadList } from '#features/leads/answer-command.ts';
import type { Lead } from '#features/leads/lead.ts';
import { parseLeadCommand } from '#features/leads/lead-command.ts';
import { PAGE } from '#features/leads/list-view.ts';
import { after } from '#kernel/time.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { ana, bo, useLeadHouse } from '../../support/lead-house.ts';
import { actionsIn, buttonValueIn, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse(
  `rules: [{ name: hot, on: lead.created, if: lead.score > 85, do: [{ alert: { channel: "#leads" } }] }]\n`,
);

const desk = () => ({ ...house.deps, stores: house.stores, messenger: house.slack, crms: house.crms });
const say = (text: string, by: SlackPerson = ana): Promise<Message> =>
  answerLeadCommand(desk(), { by, channel: null, correlationId }, parseLeadCommand(text));

async function aNamedLead(name: string): Promise<Lead> {
  const [first_name = '', last_name = ''] = name.split(' ');
  const record = aCrmRecord({ fields: { first_name, last_name, score: 50 } });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

describe('/lead', () => {
  it.each(['', 'help', 'dance'])('helps with "%s"', async (text) => {
    expect((await say(text)).text).toContain('/lead claim NAME-OR-ID');
  });

  it('finds a lead by name, by id and by the beginning of its id', async () => {
    const lead = await aNamedLead('Zoe Finder');
    for (const query of ['finder zoe', lead.id, lead.id.slice(0, 8)]) {
      expect((await say(`show ${query}`)).text).toBe('Lead: Zoe Finder, Acme, score 50, open');
    }
    expect((await say('show Nobody Known')).text).toBe('No lead matches "Nobody Known".');
  });

  it('asks which one when several fit', async () => {
    const leads = [await aNamedLead('Tim Twin'), await aNamedLead('Tom Twin')];
    const answer = await say('claim twin');
    expect(answer.text).toBe('2 leads match "twin". Name one by its id.');
    for (const { id } of leads) expect(textIn(answer.blocks)).toContain(id.slice(0, 8));
  });

  it('claims, hands over and releases', async () => {
    const lead = await aNamedLead('Ike Working');
    expect((await say('claim ike')).text).toBe(
      'Ike Working is yours. The CRM is being updated; the card shows when it is done.',
    );
    expect((await say('claim ike', bo)).text).toBe('Ana has Ike Working already.');
    expect((await say('release ike', bo)).text).toMatch(/is Ana's; only they or an admin/);
    expect((await say('hand over ike <@U0BO|bo>')).text).toBe('You handed over Ike Working.');
    expect((await say('mine', bo)).text).toBe('Your leads: Ike Working');
    expect((await say('release ike', bo)).text).toBe('You released Ike Working.');
    expect(await house.lead(lead.id)).toMatchObject({ state: 'released' });
  });

  it('explains a lead', async () => {
    await aNamedLead('Why Question');
    const { text } = await say('why question');
    expect(text).toContain('50 = CRM score 50');
    expect(text).toContain('- hot: does not match: lead.score = 50');
    expect(text).toContain('no rule has routed this lead');
  });

  it('pages through a long list without skipping or repeating', async () => {
    const { leads } = house.stores;
    for (const lead of await leads.list({ states: ['open', 'released'], limit: 100 })) {
      await leads.change(lead.id, { state: 'gone' }, noon);
    }
    const many = Array.from({ length: PAGE + 3 }, (_, n) => aLead({ changedAt: after(noon, n < 6 ? 0 : n), score: n }));
    for (const lead of many) await leads.create(lead);
    const first = await say('open');
    expect(actionsIn(first.blocks)).toContain('leads.list_next');
    const shown = [textIn(first.blocks)];
    const place = JSON.parse(buttonValueIn(first.blocks, 'leads.list_next'));
    const second = await leadList(desk(), { by: ana, channel: null, correlationId }, place);
    shown.push(textIn(second.blocks));
    expect(actionsIn(second.blocks)).not.toContain('leads.list_next');
    for (const { id } of many) expect(shown.join('\n').split(id.slice(0, 8))).toHaveLength(2);
  });
});
