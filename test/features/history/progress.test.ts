import { describe, expect, it } from 'vitest';
import type { Stores } from '#adapters/postgres/stores.ts';
import { deliverProgress } from '#features/history/deliver-progress.ts';
import { createProgress } from '#features/history/progress.ts';
import { progressIntent } from '#features/history/intents.ts';
import { headline, progressMessage, timeLeft } from '#features/history/progress-view.ts';
import type { ProgressData } from '#features/history/progress-view.ts';
import type { FillState, SyncState } from '#features/history/store.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { aHeldIntent, correlationId } from '../../support/builders.ts';
import { freePace } from '../../support/lead-house.ts';
import { noon } from '../../support/lead-builder.ts';
import { useHistoryHouse } from '../../support/history-house.ts';

const past = useHistoryHouse();
const { house } = past;

const aFill = (over: Partial<FillState> = {}): FillState => ({
  crm: 'hubspot',
  pausedAt: null,
  pausedBy: null,
  channel: null,
  ts: null,
  hash: null,
  startedAt: noon,
  finishedAt: null,
  ...over,
});
const aState = (over: Partial<SyncState> = {}): SyncState => ({
  crm: 'hubspot',
  kind: 'person',
  phase: 'fill',
  cursor: null,
  follow: null,
  done: 10_000,
  total: 40_000,
  startedAt: noon,
  filledAt: null,
  freshAt: null,
  trouble: null,
  ...over,
});
const data = (over: Partial<ProgressData> = {}): ProgressData => ({
  fill: aFill(),
  states: [aState(), aState({ kind: 'deal', done: 0, total: 5000 })],
  rate: 500,
  now: after(noon, MINUTE_MS),
  ...over,
});

describe('the message of a first reading', () => {
  it('has a bar for each kind, the rate and the time that is left', () => {
    const { text, blocks } = progressMessage(data());
    expect(text).toBe('Reading HubSpot: 10,000 records so far.');
    const shown = JSON.stringify(blocks);
    expect(shown).toContain('█████░░░░░░░░░░░░░░░  Leads and contacts  10,000 of 40,000');
    expect(shown).toContain('500 records a second');
    expect(shown).toContain('about 1 min left');
    expect(shown).toContain('history.pause');
    expect(timeLeft(data())).toBe(70_000);
  });

  it('that is paused offers to go on, and promises no time', () => {
    const shown = JSON.stringify(progressMessage(data({ fill: aFill({ pausedAt: noon }) })));
    expect(shown).toContain('Reading HubSpot is paused for 1 min');
    expect(shown).toContain('history.resume');
    expect(shown).not.toContain('left');
  });

  it('says in words what went wrong, and nothing of a CRM’s words is formatted or pings anybody', () => {
    const trouble = '<!channel> *down*';
    const shown = JSON.stringify(progressMessage(data({ states: [aState({ trouble })] })));
    expect(shown).toContain('Leads and contacts: &lt;!channel&gt;');
    expect(shown).not.toContain('*down*');
  });

  it('ends with how many it were and how long it took', () => {
    const fill = aFill({ finishedAt: after(noon, 52_000) });
    const states = [aState({ phase: 'follow', done: 41_208 })];
    expect(headline(data({ fill, states }))).toBe('Everything in HubSpot is read: 41,208 records in 52 s.');
    expect(JSON.stringify(progressMessage(data({ fill, states })))).not.toContain('history.pause');
  });

  it('leaves out kinds of an earlier reading', () => {
    const states = [aState({ kind: 'touch', done: 7 }), aState({ startedAt: after(noon, -MINUTE_MS), done: 999 })];
    expect(headline(data({ states }))).toBe('Reading HubSpot: 7 records so far.');
  });
});

describe('its delivery', () => {
  const deliver = async () => {
    const intent = aHeldIntent(progressIntent('hubspot', 100, correlationId));
    const delivery = { ...house.deps, stores: house.stores, messenger: house.slack, pace: freePace };
    const outcome = await deliverProgress<Stores>(delivery, intent);
    if (outcome.kind === 'done') await house.deps.transact(async (tx) => outcome.commit?.(tx));
    return outcome;
  };

  it('posts one message to ops and edits it, when it says something else', async () => {
    await house.stores.sync.saveFill(aFill());
    await house.stores.sync.save(aState());
    await deliver();
    await deliver();
    expect(house.slack.posts).toHaveLength(1);
    expect(house.slack.edits).toHaveLength(0);
    await house.stores.sync.save(aState({ done: 20_000 }));
    await deliver();
    expect(house.slack.posts).toHaveLength(1);
    expect(house.slack.edits.at(-1)?.message.text).toBe('Reading HubSpot: 20,000 records so far.');
  });

  it('says nothing of a few records', async () => {
    const before = house.slack.posts.length;
    await house.stores.sync.saveFill(aFill());
    await house.stores.sync.save(aState({ done: 3, total: 30 }));
    expect(await deliver()).toEqual({ kind: 'done' });
    expect(house.slack.posts).toHaveLength(before);
  });
});

describe('who tells of it', () => {
  it('asks for an edit every ten seconds at most, with the rate of the last while', async () => {
    let at = 0;
    const progress = createProgress({ transact: house.deps.transact, monotonic: () => at });
    progress.about('hubspot', true);
    for (let done = 0; done <= 300; done += 1) {
      progress.note('hubspot', 'person', done * 50);
      await progress.tell('hubspot');
      // Each is carried out before the next.
      await house.db.rows(`UPDATE outbox SET state = 'done'`);
      at += 100;
    }
    const intents = await house.db.rows<{ payload: { rate: number | null } }>('SELECT payload FROM outbox ORDER BY id');
    expect(intents).toHaveLength(4);
    expect(intents.at(-1)?.payload.rate).toBeCloseTo(500, 5);
  });
});
