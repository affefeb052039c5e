import { beforeEach, describe, expect, it } from 'vitest';
import { cardIntent, digestIntent, lineIntent } from '#features/anomalies/intents.ts';
import { Fault } from '#kernel/errors.ts';
import { correlationId } from '../../../support/builders.ts';
import { channelIdOf } from '../../../support/fake-messenger.ts';
import { aSignal } from '../../../support/incident-builder.ts';
import { freePace } from '../../../support/lead-house.ts';
import { textIn } from '../../../support/slack-shape.ts';
import { mia, newSlack, useTellingHouse } from '../../../support/telling-house.ts';

const house = useTellingHouse();
const growth = channelIdOf('#growth');
const revops = channelIdOf('#revops');

beforeEach(() => {
  house.slack = newSlack();
  house.pace = freePace;
  house.drawings.length = 0;
});

const stored = (id: number) => house.db.database.stores.incidents.find(id);
const card = (incident: { readonly id: number; readonly version: number }, again = false) =>
  cardIntent(incident, again, correlationId);
const audited = async (id: number) =>
  (
    await house.db.rows<{ action: string }>('SELECT action FROM audit WHERE subject = $1 ORDER BY id', [
      `incident:${id}`,
    ])
  ).map(({ action }) => action);

describe('An incident', () => {
  it('is posted once in its channel, with a chart of nine weeks', async () => {
    const incident = await house.keep();
    await house.plantLooks('', { '2026-11-17': { value: 22, flagged: true, probability: 1e-4 } });
    expect(await house.run(card(incident))).toMatchObject({ kind: 'done' });
    expect(house.slack.posts).toMatchObject([{ channel: growth, key: `incident:${incident.id}` }]);
    expect(textIn(house.slack.posts[0]?.message.blocks)).toContain('*MQLs fell to 22 on Tuesday 17 Nov');
    expect(house.drawings).toMatchObject([{ title: 'MQLs', flags: [{ index: 62, tone: 'bad' }] }]);
    expect(JSON.stringify(house.slack.posts[0]?.message.blocks)).toMatch(
      /"slack_file":\{"id":"F1"\},"alt_text":"MQLs, [^"]+: 22 on Tue 17 Nov, 64 expected; lowest 22 \(Tue 17 Nov\)/u,
    );
    expect((await stored(incident.id))?.card).toMatchObject({ channel: growth, ts: house.slack.posts[0]?.ts });
    expect(await audited(incident.id)).toEqual(['slack.card_posted']);
  });

  it('names a part of the whole by its dimension', async () => {
    const signals = [aSignal({ watch: house.mqls, series: 'Web', day: '2026-11-17' })];
    await house.run(card(await house.keep({ signals })));
    expect(house.slack.posts[0]?.message.text).toMatch(/MQLs \(source = Web\) fell to 50/u);
  });

  it('says a number once that two watches have', async () => {
    const signals = [house.mqls, house.whole].map((watch) => aSignal({ watch, day: '2026-11-17' }));
    await house.run(card(await house.keep({ signals })));
    expect(textIn(house.slack.posts[0]?.message.blocks).match(/MQLs/gu)).toHaveLength(1);
  });

  it('names the period of a limit', async () => {
    const signals = [aSignal({ watch: house.limit, day: '2026-11-17', value: 31, expected: 40, probability: 0 })];
    await house.run(card(await house.keep({ signals, causes: [] })));
    expect(house.slack.posts[0]?.message.text).toBe(
      'High: MQLs this month (country = DE) below 40: 31 on Tuesday 17 Nov',
    );
  });

  it('is edited when it changes, and left alone while nothing differs', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    await house.run(card({ ...incident, version: 2 }));
    expect(house.slack.edits).toEqual([]);
    const { incidents } = house.db.database.stores;
    const changed = await incidents.save({
      ...incident,
      state: 'acknowledged',
      assignee: mia.id,
      acknowledgedBy: mia.id,
    });
    await house.run(card(changed));
    expect(house.slack.posts).toHaveLength(1);
    expect(house.slack.edits).toHaveLength(1);
    expect(textIn(house.slack.edits[0]?.message.blocks)).toContain('Taken by <@U0MIA>');
    expect(await audited(incident.id)).toEqual(['slack.card_posted', 'slack.card_edited']);
  });

  it('that became worse is posted anew, and the older message points to the newer', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    await house.run(card(incident, true));
    expect(house.slack.posts).toHaveLength(2);
    const [first, second] = house.slack.posts;
    expect(house.slack.edits).toMatchObject([{ ts: first?.ts }]);
    expect(textIn(house.slack.edits[0]?.message.blocks)).toContain(`/p${second?.ts.replace('.', '')}|below>`);
    expect((await stored(incident.id))?.card?.ts).toBe(second?.ts);
  });

  it.each([false, true])('is found again after a post that was not answered (anew: %s)', async (again) => {
    const incident = await house.keep();
    if (again) await house.run(card(incident));
    const intent = card(incident, again);
    const before = house.slack.posts.length;
    const { transact } = house.db.database;
    // Posted, and then the process died before it could say where.
    await house.slack.post({
      channel: growth,
      message: { text: 'x', blocks: [] },
      key: again ? intent.key : `incident:${incident.id}`,
      repeat: false,
    });
    expect(await house.run(intent, { attempt: 2 })).toMatchObject({ kind: 'done' });
    expect(house.slack.posts).toHaveLength(before + 1);
    const stands = await transact((tx) => tx.outbox.stands(`incident:${incident.id}`));
    expect(stands).toBe(true);
  });

  it('goes to a person who asked for themselves', async () => {
    const incident = await house.keep({ channelName: mia.id });
    await house.run(card(incident));
    expect(house.slack.directPosts).toMatchObject([{ to: mia.id, key: `incident:${incident.id}` }]);
    expect((await stored(incident.id))?.card?.channel).toBe('D0MIA');
  });

  it('goes to ops where its channel takes nothing, and says so', async () => {
    house.slack.problems.set(growth, 'is_archived');
    const incident = await house.keep();
    await house.run(card(incident));
    expect(house.slack.posts).toMatchObject([{ channel: revops }]);
    expect(textIn(house.slack.posts[0]?.message.blocks)).toContain('Posted here because #growth: is archived');
    const told = await house.db.rows<{ text: string }>(
      `SELECT payload->>'text' AS text FROM outbox WHERE kind = 'ops.message' ORDER BY id DESC LIMIT 1`,
    );
    expect(told[0]?.text).toContain('#growth');
  });

  it('is a dead letter where no channel takes it', async () => {
    house.slack.channels.clear();
    house.slack.problems.set(growth, 'is_archived').set(revops, 'is_archived');
    const incident = await house.keep();
    expect(await house.run(card(incident))).toMatchObject({ kind: 'dead' });
    expect(await audited(incident.id)).toEqual(['slack.card_undeliverable']);
  });

  it('comes without its chart where Slack takes no image, and says so', async () => {
    house.slack.uploadImage = () => Promise.reject(new Fault('timeout', 'too slow'));
    const incident = await house.keep();
    await house.run(card(incident));
    expect(textIn(house.slack.posts[0]?.message.blocks)).toContain('The chart is missing');
  });

  it('comes back when somebody deleted it, as long as it goes on', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    house.slack.deleted.add(house.slack.posts[0]?.ts ?? '');
    const changed = await house.db.database.stores.incidents.save({ ...incident, severity: 'low' });
    await house.run(card(changed));
    expect(house.slack.posts).toHaveLength(2);
    for (const { ts } of house.slack.posts) house.slack.deleted.add(ts);
    await house.run(card(await house.db.database.stores.incidents.save({ ...changed, state: 'recovered' })));
    expect(house.slack.posts).toHaveLength(2);
  });

  it.each([
    { when: 'is told by the digest', over: { digested: true } },
    { when: 'was over before it was told', over: { state: 'recovered' as const } },
  ])('that $when has no message of its own', async ({ over }) => {
    await house.run(card(await house.keep(over)));
    expect(house.slack.posts).toEqual([]);
  });

  it('waits for its turn', async () => {
    house.pace = { ...freePace, post: async () => ({ kind: 'wait', ms: 700 }) };
    expect(await house.run(card(await house.keep()))).toMatchObject({ kind: 'later', afterMs: 700 });
    expect(house.slack.posts).toEqual([]);
  });
});

describe('A line', () => {
  const line = (incident: number, mention: typeof mia.id | null = null) =>
    lineIntent({ incident, text: 'Wed 18 Nov: MQLs 25', mention }, 'v2', correlationId);

  it('stands in the thread of the message', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    await house.run(line(incident.id));
    expect(house.slack.posts[1]).toMatchObject({ channel: growth, thread: house.slack.posts[0]?.ts });
    expect(await audited(incident.id)).toEqual(['slack.card_posted', 'slack.thread_posted']);
  });

  it('pings whom it is for', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    await house.run(line(incident.id, mia.id));
    expect(textIn(house.slack.posts[1]?.message.blocks)).toBe('<@U0MIA> Wed 18 Nov: MQLs 25');
  });

  it('reaches whom it is for where there is no message', async () => {
    const incident = await house.keep({ digested: true });
    await house.run(line(incident.id));
    await house.run(line(incident.id, mia.id));
    expect(house.slack.posts).toEqual([]);
    expect(house.slack.directs).toEqual([{ to: mia.id, text: `Incident #${incident.id}: Wed 18 Nov: MQLs 25` }]);
  });

  it('is posted once', async () => {
    const incident = await house.keep();
    await house.run(card(incident));
    await house.run(line(incident.id));
    await house.run(line(incident.id), { attempt: 2 });
    expect(house.slack.posts).toHaveLength(2);
  });
});

describe('A digest', () => {
  it('tells what was held back, and each incident knows it', async () => {
    const [one, two] = [await house.keep({ digested: true }), await house.keep({ digested: true })];
    const payload = { channelName: '#growth', day: '2026-11-18', incidents: [one.id, two.id, 999_999] };
    const intent = digestIntent(payload, correlationId);
    await house.run(intent);
    await house.run(intent, { attempt: 2 });
    expect(house.slack.posts).toMatchObject([{ channel: growth, key: 'incident-digest:#growth:2026-11-18' }]);
    expect(house.slack.posts[0]?.message.text).toMatch(/^2 more things are unusual: MQLs fell to 22/u);
    expect(await audited(two.id)).toContain('slack.card_posted');
    expect((await stored(one.id))?.card).toBeNull();
  });

  it('goes to a person, or to ops where the channel takes nothing', async () => {
    const { id } = await house.keep({ digested: true });
    await house.run(digestIntent({ channelName: mia.id, day: '2026-11-18', incidents: [id] }, correlationId));
    expect(house.slack.directs).toHaveLength(1);
    house.slack.problems.set(growth, 'not_in_channel');
    await house.run(digestIntent({ channelName: '#growth', day: '2026-11-19', incidents: [id] }, correlationId));
    expect(house.slack.posts).toMatchObject([{ channel: revops }]);
  });

  it('is nothing without an incident', async () => {
    await house.run(digestIntent({ channelName: '#growth', day: '2026-11-20', incidents: [] }, correlationId));
    expect(house.slack.posts).toEqual([]);
  });
});
