// The tick of the watch over planted leads: what is due is looked at once, and what is found becomes an incident.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluateWatches } from '#features/anomalies/watching/evaluate-watches.ts';
import { createPatience } from '#features/anomalies/watching/systems.ts';
import { useDatabase } from '../../../support/database.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aWatchHouse, DAY, emptyWatches, HOUR, readThrough } from '../../../support/watch-house.ts';
import type { Source, WatchHouse } from '../../../support/watch-house.ts';

const clock = { now: new Date('2026-11-09T03:00:00Z') };
const db = useDatabase({ now: () => clock.now });
const WRITTEN = `watches:
  - { metric: leads, by: source, channel: "#marketing" }
`;
/** A Sunday: what is planted through it is as always. */
const QUIET = '2026-11-08';
const NEXT = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14', '2026-11-15'];
let house: WatchHouse;

beforeAll(async () => {
  house = aWatchHouse(db, clock, WRITTEN);
  house.at('2026-11-09');
  await house.plant('2026-08-01', QUIET);
});
beforeEach(async () => {
  await emptyWatches(db);
  house = aWatchHouse(db, clock, WRITTEN);
  house.at('2026-11-09');
});
afterEach(() => house.clearFrom('2026-11-09'));

function webIsGone(since: string, until = '2026-12-31'): (source: Source, day: string) => number {
  return (source, day) => (source === 'Web' && day >= since && day <= until ? 0 : 1);
}

/** Looks at each day in its night, until the night after the last. */
async function lookThrough(...days: readonly string[]): Promise<void> {
  for (const day of days) {
    house.now = new Date(Date.parse(`${day}T03:00:00Z`) + DAY);
    await evaluateWatches(house.desk);
  }
}

describe('A watch over leads', () => {
  it('learns from the past in silence, then looks at each day once', async () => {
    await house.plant('2026-11-09', '2026-11-09');
    await lookThrough(QUIET);
    expect(await house.looks(QUIET)).toMatchObject([{ look: 0, state: 'judged' }]);
    await lookThrough('2026-11-09', '2026-11-09');
    expect(await house.looks('2026-11-09')).toMatchObject([{ look: 1, flagged: false, state: 'judged' }]);
    expect(await house.looks('2026-11-09', 'Web')).toMatchObject([{ look: 1 }]);
    expect(await house.incidents()).toEqual([]);
    expect(await house.said()).toEqual([]);
  });

  it('tells nothing of what was unusual before it began', async () => {
    await house.plant('2026-11-09', '2026-11-10', webIsGone('2026-11-09'));
    await lookThrough('2026-11-10');
    expect(await house.looks('2026-11-10')).toMatchObject([{ look: 0, flagged: true }]);
    expect(await house.said()).toEqual([]);
  });

  it('looks at a day when it is settled, in the organization’s zone', async () => {
    await house.plant('2026-11-09', '2026-11-09');
    await lookThrough(QUIET);
    house.at('2026-11-10', 1.9);
    await evaluateWatches(house.desk);
    expect(await house.looks('2026-11-09')).toEqual([]);
    house.at('2026-11-10', 2);
    await evaluateWatches(house.desk);
    expect(await house.looks('2026-11-09')).toHaveLength(1);
  });

  it('makes one incident of a source that is gone, follows it, and says when it is over', async () => {
    await house.plant('2026-11-09', '2026-11-15', webIsGone('2026-11-10', '2026-11-11'));
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    const open = await house.incidents();
    expect(open).toMatchObject([{ state: 'open', kind: 'business', channelName: '#marketing', everywhere: false }]);
    expect(open[0]?.causes[0]?.dims).toEqual({ source: 'Web' });
    // Sums of three days rest on these two until the 13th; then it takes two calm looks.
    await lookThrough(...NEXT.slice(2));
    expect(await house.incidents()).toMatchObject([{ id: 1, state: 'recovered', since: '2026-11-10' }]);
    const said = await house.said();
    expect(said[0]).toBe('card 1');
    expect(said.at(-1)).toContain('line 1: Leads: within what is expected again');
    expect(said.filter((line) => line.includes('again') && line.startsWith('card'))).toEqual([]);
  });

  it('tells good news where both directions are watched, and nothing where falls are', async () => {
    const threefold = (source: Source, day: string): number => (source === 'Web' && day === '2026-11-10' ? 3 : 1);
    await house.plant('2026-11-09', '2026-11-10', threefold);
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    const [news] = await house.incidents();
    expect(news).toMatchObject({ signals: [{ direction: 'up' }, { direction: 'up' }] });
    expect(news?.severity).not.toBe('high');
    await emptyWatches(db);
    house.playbook = aPlaybook(WRITTEN.replace('by: source', 'by: source, direction: down'));
    house.at('2026-11-09');
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    expect(await house.incidents()).toEqual([]);
  });

  it('is looked at once by two processes', async () => {
    await house.plant('2026-11-09', '2026-11-10', webIsGone('2026-11-10'));
    await lookThrough(QUIET, '2026-11-09');
    house.at('2026-11-11');
    await Promise.all([evaluateWatches(house.desk), evaluateWatches(house.desk)]);
    expect(await house.looks('2026-11-10')).toMatchObject([{ look: 1, flagged: true }]);
    expect(await house.incidents()).toHaveLength(1);
    expect(await house.said()).toEqual(['card 1']);
  });

  it('is told of once more with the days that came while nobody looked, and of the last three alone', async () => {
    await house.plant('2026-11-09', '2026-11-14', webIsGone('2026-11-09'));
    await lookThrough(QUIET);
    house.at('2026-11-15');
    await evaluateWatches(house.desk);
    expect(await house.looks('2026-11-09')).toMatchObject([{ look: 1, flagged: true }]);
    const days = (await house.incidents()).flatMap(({ signals }) => signals.map(({ day }) => day));
    expect(days.toSorted()[0]).toBe('2026-11-12');
  });
});

describe('Late data', () => {
  it('adds a look at its day, keeps what was known before, and is told', async () => {
    await house.plant('2026-11-09', '2026-11-11', (source) => (source === 'Web' ? 0.9 : 1));
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    const [before] = await house.looks('2026-11-10');
    await house.plant('2026-11-10', '2026-11-10', (source) => (source === 'Web' ? 4 : 1));
    await lookThrough('2026-11-11');
    const looks = await house.looks('2026-11-10');
    expect(looks).toMatchObject([
      { look: 1, value: before?.value },
      { look: 2, flagged: true },
    ]);
    expect((await house.incidents())[0]?.signals.map(({ day }) => day)).toContain('2026-11-10');
  });

  it('of an older day is kept and not told', async () => {
    await house.plant('2026-11-09', '2026-11-14', (source) => (source === 'Web' ? 0.9 : 1));
    await lookThrough(QUIET, ...NEXT.slice(0, 5));
    await house.plant('2026-11-10', '2026-11-10', (source) => (source === 'Web' ? 4 : 1));
    await lookThrough('2026-11-14');
    expect(await house.looks('2026-11-10')).toMatchObject([{ look: 1 }, { look: 2, flagged: true }]);
    expect(await house.incidents()).toEqual([]);
  });
});

describe('A day that becomes special', () => {
  it('is judged anew, and is an alarm no more', async () => {
    await house.plant('2026-11-09', '2026-11-11', webIsGone('2026-11-10', '2026-11-10'));
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    expect(await house.looks('2026-11-10')).toMatchObject([{ flagged: true }]);
    const { watches } = house.desk.stores;
    const days = { name: 'Move', from: '2026-11-10', to: '2026-11-10', everyYear: false };
    await watches.addEvent({ ...days, metrics: [], incident: null, createdBy: 'U0MIA' as never, createdAt: house.now });
    await lookThrough('2026-11-11');
    expect(await house.looks('2026-11-10')).toMatchObject([
      { look: 1, flagged: true },
      { look: 2, state: 'special', flagged: false },
    ]);
  });
});

describe('While a CRM is not read', () => {
  const outage = readThrough(new Date('2026-11-10T14:00:00Z'), { failingSince: new Date('2026-11-10T14:00:00Z') });

  it('no business alarm is raised: a fault of the data is told once, and its days are judged when they are there', async () => {
    await house.plant('2026-11-09', '2026-11-10', (_, day) => (day === '2026-11-10' ? 0.4 : 1));
    await lookThrough(QUIET, '2026-11-09');
    house.health = [outage];
    for (const hour of [3, 5.9, 6.1, 7, 8]) {
      house.at('2026-11-11', hour);
      await evaluateWatches(house.desk);
      expect(await house.incidents()).toHaveLength(hour > 6 ? 1 : 0);
    }
    house.at('2026-11-12', 8);
    await evaluateWatches(house.desk);
    expect(await house.incidents()).toMatchObject([
      { kind: 'data', since: '2026-11-10', fault: expect.stringContaining('Reading HubSpot has been failing') },
    ]);
    expect(await house.looks('2026-11-10')).toMatchObject([{ state: 'stale', value: null }]);
    expect((await house.said()).filter((line) => line.startsWith('card'))).toEqual(['card 1', 'card 1']);

    await house.plant('2026-11-10', '2026-11-11');
    house.health = null;
    house.at('2026-11-12', 10);
    await evaluateWatches(house.desk);
    expect(await house.looks('2026-11-10')).toMatchObject([{ state: 'stale' }, { state: 'judged', flagged: false }]);
    expect(await house.incidents()).toMatchObject([{ kind: 'data', state: 'recovered' }]);
    expect((await house.said()).at(-1)).toContain('The data is whole again');
  });

  it('what merely was not read yet is no fault', async () => {
    await house.plant('2026-11-09', '2026-11-10');
    await lookThrough(QUIET, '2026-11-09');
    const patience = createPatience();
    for (const readAt of ['2026-11-10T09:00:00Z', '2026-11-10T12:00:00Z', '2026-11-10T15:00:00Z']) {
      house.health = [readThrough(new Date(readAt))];
      house.at('2026-11-11', 12);
      expect(await evaluateWatches(house.desk, patience)).toBe('waiting');
    }
    expect(await house.said()).toEqual([]);
    house.health = null;
    expect(await evaluateWatches(house.desk, patience)).toBe('done');
    expect(await house.looks('2026-11-10')).toMatchObject([{ look: 1, state: 'judged' }]);
  });

  it('what stands still for rounds is one, though nobody says why', async () => {
    await lookThrough(QUIET);
    let minutes = 0;
    const patience = createPatience(() => minutes * 60_000);
    house.health = [readThrough(new Date('2026-11-09T14:00:00Z'))];
    for (const minute of [0, 10, 20]) {
      minutes = minute;
      house.now = new Date(Date.parse('2026-11-10T08:00:00Z') + minute * 60_000);
      await evaluateWatches(house.desk, patience);
    }
    expect(await house.incidents()).toMatchObject([{ kind: 'data', fault: 'HubSpot was last read 18 h ago' }]);
  });
});

describe('A limit', () => {
  it('is told when it is crossed, and once', async () => {
    house.playbook = aPlaybook('watches:\n  - { metric: leads, when: { below: 20 }, channel: "#marketing" }\n');
    const low = (_: Source, day: string): number => (day === '2026-11-10' || day === '2026-11-11' ? 0.1 : 1);
    await house.plant('2026-11-09', '2026-11-13', low);
    await lookThrough(QUIET, ...NEXT.slice(0, 5));
    const incidents = await house.incidents();
    expect(incidents).toMatchObject([{ state: 'recovered', signals: [{ day: '2026-11-10', low: 20 }] }]);
    expect((await house.said()).filter((line) => line === 'card 1 again')).toEqual([]);
  });
});

describe('A question that is not understood any more', () => {
  it('is told to ops and to who asked, once', async () => {
    const { watches } = house.desk.stores;
    const asked = {
      question: 'leads where source = Nowhere',
      by: null,
      channel: 'U0MIA',
      sensitivity: 'normal',
    } as const;
    const rest = { direction: 'both', threshold: null, assignee: null, createdBy: 'U0MIA' as never } as const;
    await watches.ask({ ...asked, ...rest, createdAt: house.now });
    house.playbook = aPlaybook();
    await lookThrough(QUIET, ...NEXT.slice(0, 3));
    const said = await house.said();
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^ops: “leads where source = Nowhere” cannot be watched any more: No source is called/u);
    expect(said[1]).toMatch(/^lead.whisper: /u);
  });
});

describe('An incident that nobody watches any more', () => {
  it('is closed', async () => {
    await house.plant('2026-11-09', '2026-11-10', webIsGone('2026-11-10'));
    await lookThrough(QUIET, ...NEXT.slice(0, 2));
    expect(await house.incidents()).toMatchObject([{ state: 'open' }]);
    house.playbook = aPlaybook();
    house.now = new Date(house.now.getTime() + HOUR);
    await evaluateWatches(house.desk);
    expect(await house.incidents()).toMatchObject([{ state: 'closed', verdict: null }]);
  });
});
