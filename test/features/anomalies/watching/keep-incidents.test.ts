// How findings are told: opened, joined, worse, silent while snoozed, held back by the noise budget, recovered.
import { beforeEach, describe, expect, it } from 'vitest';
import { newCorrelationId } from '#kernel/ids.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Finding } from '#features/anomalies/incident-groups.ts';
import type { Evaluation, Incident, Watch } from '#features/anomalies/store.ts';
import { keepFindings } from '#features/anomalies/watching/keep-incidents.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { aPerson } from '../../../support/builders.ts';
import { useDatabase } from '../../../support/database.ts';
import { aFinding, aLook } from '../../../support/incident-builder.ts';
import { aWatchHouse, DAY, emptyWatches } from '../../../support/watch-house.ts';
import type { WatchHouse } from '../../../support/watch-house.ts';

const clock = { now: new Date('2026-03-05T02:00:00Z') };
const db = useDatabase({ now: () => clock.now });
const mia = aPerson('Mia', { email: 'mia@acme.test' });
let house: WatchHouse;

beforeEach(async () => {
  await emptyWatches(db);
  house = aWatchHouse(db, clock, 'watching: { budget: { messages: 2, within: 7d } }\n');
  house.now = new Date('2026-03-05T02:00:00Z');
});

function aWatch(key: string, over: Partial<Watch> = {}): Watch {
  const told = { channel: 'ops', sensitivity: 'normal', direction: 'both', threshold: null } as const;
  return { key, question: 'mqls', by: null, assignee: null, createdBy: null, ...told, ...over };
}

const WATCHES = [1, 2, 3, 4, 5].map((n) => aWatch(`watch:${n}`));

function keep(findings: readonly Finding[], looks: readonly Evaluation[] = []): Promise<void> {
  const { transact } = db.database;
  const deps = { playbook: house.playbook, watches: WATCHES, health: [] };
  return transact(async (tx) => {
    await tx.watches.record(looks);
    await keepFindings(tx, deps, findings, looks, { at: house.now, correlationId: newCorrelationId() });
  });
}

/** Findings of numbers that have nothing to do with each other: each its own incident. */
function unrelated(n: number, over: Parameters<typeof aFinding>[0] = {}): Finding {
  const { signal, ...rest } = over;
  return aFinding({ ...rest, signal: { watch: `watch:${n}`, metric: `number_${n}`, ...signal } });
}

async function saved(id: number, change: Partial<Incident>): Promise<void> {
  await db.database.transact(async (tx) => {
    const incident = await tx.incidents.find(id);
    if (incident !== null) await tx.incidents.save({ ...incident, ...change });
  });
}

async function posted(id: number): Promise<void> {
  await db.database.stores.incidents.setCard(id, { channel: 'C0OPS' as never, ts: '1.0', hash: 'h' });
}

describe('Findings', () => {
  it('that belong together are one message, and a later day is a line in its thread', async () => {
    const related = aFinding({ signal: { watch: 'watch:2', metric: 'leads' } });
    await keep([aFinding(), related]);
    await posted(1);
    house.now = new Date(house.now.getTime() + DAY);
    await keep([aFinding({ signal: { day: '2026-03-05', value: 48 } })]);
    const said = await house.said();
    expect(said.slice(0, 2)).toEqual(['card 1', 'card 1']);
    expect(said[2]).toMatch(/^line 1: .*MQLs 48, 100 expected/u);
    const [incident] = await house.incidents();
    expect(incident?.signals.map(({ metric }) => metric)).toEqual(['mqls', 'leads', 'mqls']);
  });

  it('that are worse than what was told are told anew, and audited', async () => {
    await keep([aFinding({ signal: { value: 70, probability: 1e-4 } })]);
    house.now = new Date(house.now.getTime() + DAY);
    await keep([aFinding({ signal: { day: '2026-03-05', value: 20, probability: 1e-9 } })]);
    expect(await house.said()).toEqual(['card 1', 'card 1 again']);
    const [incident] = await house.incidents();
    expect(incident?.severity).toBe('high');
    expect(incident?.told?.severity).toBe('high');
    const audit = await db.database.stores.audit.list({ subject: 'incident:1', limit: 2 });
    expect(audit.map(({ action }) => action)).toEqual(['incident.worsened', 'incident.opened']);
  });

  it('come with what happened nearby, and go to whom the watch names', async () => {
    await db.database.stores.directory.putPerson(mia, house.now);
    house.playbook = aPlaybook('watching: { events: [{ name: Fair, from: 2026-03-03, to: 2026-03-04 }] }\n');
    WATCHES[0] = aWatch('watch:1', { assignee: 'mia@acme.test' });
    await keep([aFinding()]);
    WATCHES[0] = aWatch('watch:1');
    expect(await house.incidents()).toMatchObject([{ assignee: mia.id, nearby: ['Fair from 3 Mar to 4 Mar'] }]);
    expect(await house.said()).toEqual(['card 1', `line 1: This is yours at first: the watch says so. @${mia.id}`]);
  });

  it('of what is snoozed are kept in silence', async () => {
    await keep([aFinding({ signal: { value: 70, probability: 1e-4 } })]);
    await posted(1);
    await saved(1, { snoozedUntil: new Date(house.now.getTime() + 3 * DAY) });
    house.now = new Date(house.now.getTime() + DAY);
    await keep([aFinding({ signal: { day: '2026-03-05', value: 10, probability: 1e-12 } })]);
    expect(await house.said()).toEqual(['card 1', 'card 1']);
    expect((await house.incidents())[0]).toMatchObject({ severity: 'high', told: { severity: 'medium' } });
  });

  it('that find nothing open any more begin anew', async () => {
    await keep([aFinding()]);
    await saved(1, { state: 'closed', verdict: 'expected', judgedBy: 'U0MIA' as SlackUserId, endedAt: house.now });
    await keep([aFinding({ signal: { day: '2026-03-05' } })]);
    expect(await house.incidents()).toMatchObject([{ state: 'closed' }, { id: 2, state: 'open' }]);
  });
});

describe('A data fault', () => {
  const lacking = { value: null, expected: null, low: null, high: null, probability: 1 };
  const fault = (day: string, watch = 'watch:1', metric = 'mqls') =>
    aFinding({ kind: 'data', fault: 'HubSpot was last read 9 h ago', signal: { ...lacking, day, watch, metric } });

  it('of a further day or number is told once', async () => {
    await keep([fault('2026-03-04')]);
    await posted(1);
    house.now = new Date(house.now.getTime() + DAY);
    await keep([fault('2026-03-05'), fault('2026-03-05', 'watch:2', 'deals_won')]);
    const said = await house.said();
    expect(said.slice(0, 2)).toEqual(['card 1', 'card 1']);
    expect(said.slice(2)).toEqual(['line 1: HubSpot was last read 9 h ago']);
  });

  it('is over with the first whole day', async () => {
    await keep([fault('2026-03-04')], [aLook({ day: '2026-03-04', state: 'stale', value: null })]);
    await keep([], [aLook({ day: '2026-03-04' })]);
    expect(await house.incidents()).toMatchObject([{ state: 'recovered' }]);
  });
});

describe('The noise budget of a channel', () => {
  const low = { value: 70, probability: 1e-4 };

  it('holds back what is beyond it', async () => {
    for (const n of [1, 2, 3]) await keep([unrelated(n, { signal: low })]);
    expect(await house.said()).toEqual(['card 1', 'card 2']);
    expect(await house.incidents()).toMatchObject([
      { digested: false },
      { digested: false },
      { digested: true, told: null },
    ]);
  });

  it('lets what is grave through, as many again', async () => {
    for (const n of [1, 2]) await keep([unrelated(n, { signal: low })]);
    for (const n of [3, 4, 5]) await keep([unrelated(n)]);
    expect(await house.said()).toEqual(['card 1', 'card 2', 'card 3', 'card 4']);
    expect((await house.incidents()).at(-1)).toMatchObject({ severity: 'high', digested: true });
  });

  it('is its own of each channel, and there is room again in time', async () => {
    for (const n of [1, 2]) await keep([unrelated(n, { signal: low })]);
    await keep([unrelated(3, { channelName: 'sales', signal: low })]);
    house.now = new Date(house.now.getTime() + 8 * DAY);
    await keep([unrelated(4, { signal: { ...low, day: '2026-03-12' } })]);
    expect(await house.said()).toEqual(['card 1', 'card 2', 'card 3', 'card 4']);
  });
});

describe('An incident', () => {
  it('of several numbers recovers with the last of them', async () => {
    const other = aFinding({ signal: { watch: 'watch:2', metric: 'leads' } });
    const [calm, again] = ['2026-03-05', '2026-03-06'];
    await keep([aFinding(), other]);
    await posted(1);
    await keep([], [aLook({ day: calm }), aLook({ day: again })]);
    expect(await house.incidents()).toMatchObject([{ state: 'open' }]);
    const looks = [calm, again].map((day) => aLook({ watch: 'watch:2', day }));
    await keep([], looks);
    expect(await house.incidents()).toMatchObject([{ state: 'recovered', endedAt: house.now }]);
    expect((await house.said()).at(-1)).toMatch(/^line 1: .*within what is expected again/u);
  });

  it('does not wait for a watch that is gone', async () => {
    await keep([aFinding(), aFinding({ signal: { watch: 'watch:99', metric: 'leads' } })]);
    await keep(
      [],
      ['2026-03-05', '2026-03-06'].map((day) => aLook({ day })),
    );
    expect(await house.incidents()).toMatchObject([{ state: 'recovered' }]);
  });
});
