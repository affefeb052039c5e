import { describe, expect, it } from 'vitest';
import { periodSettings, resolvePeriod } from '#features/metrics/periods.ts';
import type { Question } from '#features/metrics/question.ts';
import { recordsBehind, type RecordsAnswer, type RecordsPlace } from '#features/metrics/records.ts';
import { OPERATOR, type Viewer } from '#features/metrics/restrict.ts';
import type { RecordsRequest } from '#features/metrics/store.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { createFakeMetrics } from '../../support/fake-metrics.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const FIRST: RecordsPlace = { side: 'all', skip: 0, limit: 10 };

interface Looking {
  readonly kpi: string;
  readonly place?: RecordsPlace;
  readonly viewer?: Viewer;
  readonly rest?: string;
  readonly over?: Partial<Question>;
}

/** The answer, and what the store was asked for it. */
async function behind({ kpi, place = FIRST, viewer = OPERATOR, rest = '', over = {} }: Looking) {
  const playbook = aPlaybook(rest);
  const store = createFakeMetrics([
    { fact: 'prospect', owner: 'ana@acme.test' },
    { fact: 'deal', owner: 'ana@acme.test' },
  ]);
  const requests: RecordsRequest[] = [];
  const question: Question = {
    kpi,
    period: resolvePeriod({ kind: 'named', year: 2026, month: 10 }, periodSettings(playbook, NOW)),
    grain: null,
    by: null,
    where: [],
    compare: null,
    model: null,
    ...over,
  };
  const deps = {
    store: {
      ...store,
      records: (request: RecordsRequest) => {
        requests.push(request);
        return store.records(request);
      },
    },
    playbook: () => ({ playbook, version: 1 }),
    clock: { now: () => NOW },
  };
  const answer: RecordsAnswer = await recordsBehind(deps, question, viewer, place);
  return { answer, request: requests[0] };
}

describe('The records behind a number', () => {
  it.each([
    ['a count', { kpi: 'mqls' }, { kind: 'measure', request: { measure: { fact: 'prospect', at: 'mql' } } }],
    [
      'a share: all cases',
      { kpi: 'win_rate' },
      { kind: 'measure', request: { measure: { fact: 'deal', where: ['closed'] } } },
    ],
    [
      'a share: those that count',
      { kpi: 'win_rate', place: { ...FIRST, side: 'converted' } },
      { kind: 'measure', request: { measure: { fact: 'deal', where: ['closed', 'won'] } } },
    ],
    [
      'a conversion',
      { kpi: 'mql_to_sql', place: { side: 'converted', skip: 20, limit: 10 } },
      { kind: 'conversion', side: 'converted', skip: 20, limit: 10, request: { windowMs: 90 * 86_400_000 } },
    ],
    [
      'what was shared out',
      { kpi: 'attributed_pipeline' },
      { kind: 'measure', request: { measure: { fact: 'deal', at: 'created', where: ['not_lost'] } } },
    ],
  ] as const)('are those of %s', async (_, looking, request) => {
    const found = await behind(looking);
    expect(found.answer.kind).toBe('records');
    expect(found.request).toMatchObject(request);
  });

  it('are of the question’s days and filter, and of the KPI’s own condition', async () => {
    const { request } = await behind({
      kpi: 'german',
      rest: 'kpis: { own: [{ id: german, label: German, like: leads, if: country == "DE" }] }\n',
      over: { where: [{ dimension: 'source', values: ['Web'], not: false }] },
    });
    expect(request?.request).toMatchObject({
      spans: [{ from: new Date('2026-09-30T22:00:00Z'), to: new Date('2026-10-31T23:00:00Z') }],
      filter: {
        kind: 'all',
        of: [
          { kind: 'is', dimension: 'country', values: ['DE'] },
          { kind: 'all', of: [{ kind: 'is', dimension: 'source', values: ['Web'] }] },
        ],
      },
    });
  });

  it('are those of its parts where a KPI is made of others', async () => {
    expect((await behind({ kpi: 'campaign_roi' })).answer).toEqual({
      kind: 'refused',
      because: 'Campaign ROI is made of other KPIs: ask for the records of one of those.',
      suggestions: ['campaign_influence 2026-10 vs none', 'spend 2026-10 vs none'],
    });
  });

  it('are no parts of costs, where those are shared among people', async () => {
    const where = [
      { dimension: 'country' as const, values: ['DE'], not: false },
      { dimension: 'source' as const, values: ['Web'], not: false },
    ];
    const looking = { kpi: 'cost_per_lead', over: { where }, place: { ...FIRST, side: 'converted' as const } };
    expect((await behind(looking)).answer).toEqual({
      kind: 'refused',
      because:
        'In this cost per lead costs are shared among people: no record is a part of one. What was spent can be listed as a whole.',
      suggestions: ['spend 2026-10 where source = Web vs none'],
    });
    expect((await behind({ ...looking, place: FIRST })).request).toMatchObject({
      request: { measure: { fact: 'prospect' } },
    });
  });

  it('do not name owners to whom they are not shown, and are refused by owner', async () => {
    const rest = 'kpis: { owners_seen_by: ["role:ops"] }\n';
    const { answer } = await behind({ kpi: 'mqls', rest, viewer: null });
    expect(answer).toMatchObject({ kind: 'records', page: { rows: [{ owner: null }] } });
    const where = [{ dimension: 'owner' as const, values: ['ana@acme.test'], not: false }];
    expect((await behind({ kpi: 'mqls', rest, viewer: null, over: { where } })).answer.kind).toBe('refused');
    expect((await behind({ kpi: 'mqls', rest })).answer).toMatchObject({
      page: { rows: [{ owner: 'ana@acme.test' }] },
    });
  });
});
