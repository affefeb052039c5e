import { beforeEach, describe, expect, it } from 'vitest';
import { createSlackPace } from '#adapters/slack/pace.ts';
import { ChannelId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { Ticket } from '#ports/pace.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

let now = noon;
const clock = { now: () => now };
const db = useDatabase(clock);
const leads = ChannelId.parse('C0LEADS');
const ops = ChannelId.parse('C0OPS');

const aPace = () => createSlackPace(db.database.slots(clock));
const ticket = (id: string, urgency: Ticket['urgency'] = 5): Ticket => ({ id, urgency });
function pass(ms: number): void {
  now = after(now, ms);
}

beforeEach(async () => {
  now = noon;
  await db.rows('DELETE FROM slack_pace');
  await db.rows('DELETE FROM slack_slot');
});

describe('messages of a channel', () => {
  it('go out one a second, whichever process asks', async () => {
    const [one, other] = [aPace(), aPace()];
    expect(await one.post(leads, ticket('a'))).toEqual({ kind: 'now' });
    expect(await other.post(leads, ticket('b'))).toEqual({ kind: 'wait', ms: 1000 });
    pass(400);
    expect(await one.post(leads, ticket('b'))).toEqual({ kind: 'wait', ms: 600 });
    pass(600);
    expect(await one.post(leads, ticket('b'))).toEqual({ kind: 'now' });
  });

  it('are let out once for everybody who asks at the same instant', async () => {
    const paces = Array.from({ length: 8 }, aPace);
    const turns = await Promise.all(paces.map((pace, index) => pace.post(leads, ticket(String(index)))));
    expect(turns.filter(({ kind }) => kind === 'now')).toHaveLength(1);
  });

  it('leave other channels alone', async () => {
    await aPace().post(leads, ticket('a'));
    expect(await aPace().post(ops, ticket('b'))).toEqual({ kind: 'now' });
  });

  it('keep their order, and what is urgent goes ahead', async () => {
    const pace = aPace();
    await pace.post(leads, ticket('first'));
    expect(await pace.post(leads, ticket('detail', 9))).toEqual({ kind: 'wait', ms: 1000 });
    expect(await pace.post(leads, ticket('card'))).toEqual({ kind: 'wait', ms: 1000 });
    expect(await pace.post(leads, ticket('later card'))).toEqual({ kind: 'wait', ms: 2000 });
    expect(await pace.post(leads, ticket('click', 0))).toEqual({ kind: 'wait', ms: 1000 });
    pass(1000);
    expect(await pace.post(leads, ticket('card'))).toEqual({ kind: 'wait', ms: 1000 });
    expect(await pace.post(leads, ticket('click', 0))).toEqual({ kind: 'now' });
    pass(1000);
    expect(await pace.post(leads, ticket('card'))).toEqual({ kind: 'now' });
    expect(await pace.post(leads, ticket('detail', 9))).toEqual({ kind: 'wait', ms: 2000 });
  });

  it('are held back for as long as Slack asked, in every process', async () => {
    await aPace().hold(leads, 30_000);
    expect(await aPace().post(leads, ticket('a'))).toEqual({ kind: 'wait', ms: 30_000 });
    expect(await aPace().post(ops, ticket('b'))).toEqual({ kind: 'now' });
    pass(30_000);
    expect(await aPace().post(leads, ticket('a'))).toEqual({ kind: 'now' });
  });

  it('do not wait for whoever never comes back', async () => {
    const pace = aPace();
    await pace.post(leads, ticket('a'));
    await pace.post(leads, ticket('gone'));
    pass(20_000);
    expect(await pace.post(leads, ticket('b'))).toEqual({ kind: 'now' });
  });
});

describe('who is short of patience', () => {
  it('is turned away without a place when the wait is longer', async () => {
    const pace = aPace();
    for (const id of ['a', 'b', 'c']) await pace.post(leads, ticket(id), 2000);
    expect(await pace.post(leads, ticket('d'), 2000)).toEqual({ kind: 'crowded' });
    expect(await db.rows('SELECT ticket FROM slack_slot ORDER BY id')).toEqual([{ ticket: 'b' }, { ticket: 'c' }]);
  });

  it('gives up its place when the channel gets crowded meanwhile', async () => {
    const pace = aPace();
    for (const id of ['a', 'b']) await pace.post(leads, ticket(id), 4000);
    await pace.crowd(leads);
    expect(await pace.post(leads, ticket('b'), 4000)).toEqual({ kind: 'crowded' });
    expect(await db.rows('SELECT ticket FROM slack_slot')).toEqual([]);
  });

  it('is turned away while the channel is crowded, and not for long', async () => {
    const pace = aPace();
    await pace.crowd(leads);
    expect(await pace.post(leads, ticket('a'), 4000)).toEqual({ kind: 'crowded' });
    expect(await pace.post(leads, ticket('list'))).toEqual({ kind: 'now' });
    pass(3000);
    expect(await pace.post(leads, ticket('a'), 4000)).toEqual({ kind: 'now' });
  });
});

describe('edits', () => {
  it('count over all channels and apart from messages', async () => {
    const pace = aPace();
    const turns = [];
    for (let index = 0; index < 31; index += 1) turns.push(await pace.edit(leads, ticket(String(index), 9), 'card'));
    expect(turns.slice(0, 30).every(({ kind }) => kind === 'now')).toBe(true);
    expect(turns[30]).toEqual({ kind: 'wait', ms: 1500 });
    expect(await pace.edit(ops, ticket('other', 9), 'card')).toEqual({ kind: 'wait', ms: 3000 });
    expect(await pace.post(leads, ticket('post'))).toEqual({ kind: 'now' });
  });

  it('that follow a click do not wait behind details, and are counted', async () => {
    const pace = aPace();
    for (let index = 0; index < 30; index += 1)
      expect(await pace.edit(leads, ticket('x', 0), 'card')).toEqual({ kind: 'now' });
    expect(await pace.edit(leads, ticket('click', 0), 'card')).toEqual({ kind: 'now' });
    expect(await pace.edit(leads, ticket('detail', 9), 'card')).toMatchObject({ kind: 'wait' });
  });

  it('of a crowded channel take their turn with its messages', async () => {
    const pace = aPace();
    await pace.crowd(leads);
    await pace.post(leads, ticket('list'));
    expect(await pace.edit(leads, ticket('click', 0), 'card')).toEqual({ kind: 'wait', ms: 1000 });
    expect(await pace.edit(ops, ticket('elsewhere', 0), 'card')).toEqual({ kind: 'now' });
  });

  it('of a list take their turn always', async () => {
    const pace = aPace();
    await pace.post(leads, ticket('card'));
    expect(await pace.edit(leads, ticket('click', 0), 'list')).toEqual({ kind: 'wait', ms: 1000 });
  });

  it('are all held back when Slack refuses one', async () => {
    await aPace().hold('edits', 10_000);
    expect(await aPace().edit(leads, ticket('detail', 9), 'card')).toEqual({ kind: 'wait', ms: 10_000 });
  });
});

it('goes by the database’s own time where no clock is given', async () => {
  const pace = createSlackPace(db.database.slots(null));
  expect(await pace.post(leads, ticket('a'))).toEqual({ kind: 'now' });
  const turn = await pace.post(leads, ticket('b'));
  expect(turn.kind === 'wait' && turn.ms <= 1000).toBe(true);
});
