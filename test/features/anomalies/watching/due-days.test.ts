// Which days can be looked at, and which systems a number waits for.
import { describe, expect, it } from 'vitest';
import { daysFrom, isOverdue, newestSettled, readWhole } from '#features/anomalies/watching/due-days.ts';
import { createPatience, systemsUnder } from '#features/anomalies/watching/systems.ts';
import { watchesOf } from '#features/anomalies/watching/watches-of.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { readThrough } from '../../../support/watch-house.ts';

const BERLIN = { zone: 'Europe/Berlin', settleMs: 2 * HOUR_MS };

describe('A day is settled', () => {
  it.each([
    ['two hours after midnight', '2026-11-10T01:00:00Z', '2026-11-09'],
    ['not a minute before', '2026-11-10T00:59:00Z', '2026-11-08'],
    ['by the zone, in summer', '2026-07-10T00:00:00Z', '2026-07-09'],
    ['on the day that has 25 hours', '2026-10-26T01:00:00Z', '2026-10-25'],
    ['on the day that has 23 hours', '2026-03-30T00:00:00Z', '2026-03-29'],
  ])('%s', (_, now, day) => {
    expect(newestSettled(new Date(now), BERLIN)).toBe(day);
  });

  it('and overdue four hours later', () => {
    expect(isOverdue('2026-11-09', new Date('2026-11-10T04:59:00Z'), BERLIN)).toBe(false);
    expect(isOverdue('2026-11-09', new Date('2026-11-10T05:00:00Z'), BERLIN)).toBe(true);
  });

  it('and whole when every system was read to its end', () => {
    const days = daysFrom('2026-11-07', '2026-11-09');
    const [late, later] = [
      readThrough(new Date('2026-11-08T23:00:00Z')),
      readThrough(new Date('2026-11-20T00:00:00Z')),
    ];
    expect(readWhole(days, [late, later], 'Europe/Berlin')).toBe('2026-11-08');
    expect(readWhole(days, [later], 'Europe/Berlin')).toBe('2026-11-09');
    expect(readWhole(days, [{ ...later, readThrough: null }], 'Europe/Berlin')).toBeNull();
    expect(readWhole(days, [], 'Europe/Berlin')).toBe('2026-11-09');
  });
});

describe('A number rests', () => {
  const metrics = catalogue(aPlaybook());
  const both = [readThrough(new Date()), readThrough(new Date(), { crm: 'salesforce', name: 'Salesforce' })];
  const crmsUnder = (id: string, where: readonly object[] = []): readonly string[] => {
    const metric = metrics.find((one) => one.id === id);
    if (metric === undefined) throw new Error(`no ${id}`);
    const plan = { metric, question: { where } as never };
    return systemsUnder(plan, both, metrics).map(({ crm }) => crm);
  };

  it('on every CRM that it counts', () => {
    expect(crmsUnder('leads')).toEqual(['hubspot', 'salesforce']);
    expect(crmsUnder('leads', [{ dimension: 'crm', values: ['hubspot'], not: false }])).toEqual(['hubspot']);
    expect(crmsUnder('leads', [{ dimension: 'crm', values: ['hubspot'], not: true }])).toHaveLength(2);
  });

  it('on none where Signalbox itself is counted', () => {
    expect(crmsUnder('sync_lag')).toEqual([]);
  });
});

describe('Patience', () => {
  const end = new Date('2026-11-09T23:00:00Z');
  const stands = readThrough(new Date('2026-11-09T12:00:00Z'));

  it('waits for whoever gets on, and for whose first reading is not over', () => {
    const patience = createPatience();
    for (const hour of [12, 13, 14, 15]) {
      const seen = readThrough(new Date(`2026-11-09T${hour}:00:00Z`));
      expect(patience.behind([seen, { ...stands, crm: 'salesforce', readThrough: null }], end).size).toBe(0);
    }
  });

  it('ends when it stands still for three rounds and a quarter of an hour, and at once where it fails', () => {
    let minutes = 0;
    const patience = createPatience(() => minutes * MINUTE_MS);
    const sizes = [0, 1, 2, 14, 15].map((at) => {
      minutes = at;
      return patience.behind([stands], end).size;
    });
    expect(sizes).toEqual([0, 0, 0, 0, 1]);
    expect(createPatience().behind([{ ...stands, failingSince: stands.readThrough }], end).size).toBe(1);
  });
});

describe('A watch', () => {
  const key = (written: string): string | undefined => watchesOf(aPlaybook(`watches: [${written}]\n`), [])[0]?.key;
  const plain = key('{ metric: leads, channel: "#a" }');

  it('stays the same wherever it is told and however eager it is', () => {
    expect(plain).toMatch(/^playbook:[0-9a-f]{16}$/u);
    expect(key('{ metric: " leads", channel: "#b", sensitivity: eager, direction: down }')).toBe(plain);
  });

  it('is another where something else is watched', () => {
    const others = ['metric: mqls', 'metric: leads, by: source', 'metric: leads, when: { below: 4 }'];
    const keys = others.map((watched) => key(`{ ${watched}, channel: "#a" }`));
    expect(new Set([plain, ...keys]).size).toBe(4);
  });
});
