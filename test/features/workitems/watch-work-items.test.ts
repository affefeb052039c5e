import { describe, expect, it } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { textIn } from '../../support/slack-shape.ts';
import { ana, aCrmWorkItem, bo, dee, useWorkItemHouse } from '../../support/work-item-house.ts';

const house = useWorkItemHouse();

describe('a request of Salesforce’s own approvals', () => {
  it('becomes one card in the direct messages of whoever is asked', async () => {
    const item = await house.asked();
    await house.look();
    await house.drain();
    expect(item).toMatchObject({ state: 'pending', person: ana.id, recordName: 'Globex renewal' });
    expect(house.slack.directs).toEqual([
      { to: ana.id, text: 'Salesforce asks for your approval: Globex renewal (Discount over 20%)' },
    ]);
    expect(await house.audited(item.id)).toEqual(['workitem.asked', 'slack.card_posted']);
    expect(await house.desk.stores.workItems.waitsFor(ana.id)).toMatchObject([{ id: item.id }]);
  });

  it.each([
    { when: 'the person asked is nobody in Slack', actorId: 'salesforce-cy' },
    { when: 'Signalbox does not know the user yet', actorId: 'salesforce-new' },
    { when: 'a queue is asked', actorId: 'salesforce-queue' },
  ])('is left alone where $when', async ({ actorId }) => {
    const asking = aCrmWorkItem({ id: `04i-${actorId}`, actorId });
    house.salesforce.ask(asking);
    await house.look();
    expect(await house.desk.stores.workItems.get('salesforce', asking.id)).toBeNull();
  });

  it('is told once an hour to whoever could not be written to', async () => {
    const { direct } = house.slack;
    house.slack.direct = async () => ({ kind: 'undeliverable', because: 'restricted' });
    const item = await house.asked();
    await house.drain();
    expect(await house.audited(item.id)).toEqual(['workitem.asked', 'slack.card_undeliverable']);
    house.slack.direct = direct;
    for (let looks = 0; looks < 4; looks += 1) {
      await house.look();
      await house.drain();
      house.clock.pass(31 * MINUTE_MS);
    }
    const posted = (await house.audited(item.id)).filter((action) => action === 'slack.card_posted');
    expect(posted).toHaveLength(1);
    expect((await house.item(item.id)).card).not.toBeNull();
  });

  it('finds an approver whom nobody has named by the address in Salesforce', async () => {
    const item = await house.asked({ actorId: 'salesforce-dee' });
    await house.drain();
    expect(item.person).toBe(dee.id);
    expect(house.slack.directs.at(-1)).toMatchObject({ to: dee.id });
  });

  it('asks Slack about a stranger once an hour, and goes on without Slack for the others', async () => {
    const asked: string[] = [];
    const { personByEmail } = house.slack;
    house.slack.personByEmail = async (email) => {
      asked.push(email);
      return null;
    };
    house.salesforce.ask(aCrmWorkItem({ id: '04iCY', actorId: 'salesforce-cy' }));
    house.clock.pass(61 * MINUTE_MS);
    for (let looks = 0; looks < 3; looks += 1) {
      await house.look();
      house.clock.pass(61 * MINUTE_MS);
    }
    expect(asked.filter((email) => email === 'cy@acme.test')).toHaveLength(3);
    await house.look();
    await house.look();
    expect(asked.filter((email) => email === 'cy@acme.test')).toHaveLength(4);
    house.clock.pass(61 * MINUTE_MS);
    house.slack.personByEmail = () => Promise.reject(new Fault('unavailable', 'Slack is away'));
    const waiting = aCrmWorkItem({ id: '04iANA', submittedAt: house.clock.now() });
    house.salesforce.ask(waiting);
    await expect(house.look()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await house.item(waiting.id)).toMatchObject({ state: 'pending', person: ana.id });
    house.slack.personByEmail = personByEmail;
    house.salesforce.end('04iCY', { outcome: 'unknown', by: null, comment: null, at: null });
    await house.look();
    await house.drain();
  });

  it.each([
    { outcome: 'approved', by: 'Ana Alvarez', says: 'was approved by Ana Alvarez in Salesforce' },
    { outcome: 'rejected', by: 'Bo Berg', says: 'was rejected by Bo Berg in Salesforce' },
    { outcome: 'recalled', by: 'Cy Chen', says: 'does not wait for your approval any more' },
    { outcome: 'unknown', by: null, says: 'does not wait for your approval any more' },
  ] as const)('that was $outcome in Salesforce says so on its card, without buttons', async ({ outcome, by, says }) => {
    const item = await house.asked();
    await house.drain();
    const at = outcome === 'unknown' ? null : house.clock.now();
    house.salesforce.end(item.id, { outcome, by, comment: 'as agreed', at });
    await house.look();
    await house.look();
    await house.drain();
    const edits = house.slack.edits.filter(({ message }) => message.text.includes(says));
    expect(edits).toHaveLength(1);
    expect(textIn(edits[0]?.message)).not.toContain('Approve with a comment');
    expect(textIn(edits[0]?.message)).toContain('as agreed');
    expect((await house.item(item.id)).decidedIn).toBe('salesforce');
    expect(await house.audited(item.id)).toEqual([
      'workitem.asked',
      'slack.card_posted',
      'workitem.ended_in_crm',
      'slack.card_edited',
    ]);
    house.slack.edits.length = 0;
  });

  it('that was handed to a colleague asks them, and no longer whom it asked before', async () => {
    const item = await house.asked();
    await house.drain();
    house.salesforce.reassign(item.id, 'salesforce-bo', 'Ana Alvarez');
    await house.look();
    await house.drain();
    expect(house.slack.directs.at(-1)).toMatchObject({ to: bo.id });
    expect(house.slack.edits.at(-1)?.message.text).toBe(
      'Salesforce asks somebody else, or asks anew, about Globex renewal.',
    );
    expect(await house.item(item.id)).toMatchObject({ state: 'pending', person: bo.id, actorId: 'salesforce-bo' });
  });

  it('that was handed to somebody outside Slack waits for nobody here', async () => {
    const item = await house.asked();
    await house.drain();
    house.salesforce.reassign(item.id, 'salesforce-cy', 'Ana Alvarez');
    await house.look();
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({ state: 'gone' });
    expect(textIn(house.slack.edits.at(-1)?.message)).toContain('somebody else is asked now');
  });

  it('that comes back to the same person asks them anew', async () => {
    const item = await house.asked();
    await house.drain();
    house.salesforce.reassign(item.id, 'salesforce-cy', 'Ana Alvarez');
    await house.look();
    await house.drain();
    const before = house.slack.directs.length;
    house.salesforce.reassign(item.id, 'salesforce-ana', 'Cy Chen');
    await house.look();
    await house.drain();
    expect(house.slack.directs).toHaveLength(before + 1);
    expect(await house.item(item.id)).toMatchObject({ state: 'pending', person: ana.id });
  });
});
