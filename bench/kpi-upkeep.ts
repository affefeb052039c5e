// Whether changes that CRMs tell of are taken in as fast as they come, with everything that follows from them, beside a
// million leads: people who reach a stage, touches and deals, as many at a time as a busy second brings.
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { historyRules } from '#features/history/rules.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { DealRow, HistoryRow, PersonRow, TouchRow } from '#ports/crm-history.ts';
import { median } from './figures.ts';
import type { Figure } from './figures.ts';
import { SILENT } from './house.ts';
import { KPI_NOW } from './kpi-data.ts';
import { PLAYBOOK } from './kpi-questions.ts';

const ROUNDS = 15;
const WARM_UP = 3;
const A_SECOND = 200;

export async function keepUp(databaseUrl: string): Promise<readonly Figure[]> {
  const clock = { now: () => KPI_NOW };
  const database = connectDatabase({ url: databaseUrl, log: SILENT, clock, poolSize: 4 });
  const rules = historyRules(readPlaybook(PLAYBOOK, 'playbook.yaml'));
  const times: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const rows = changesOf(round);
      const began = performance.now();
      const taken = await database.stores.history.put(rows, rules, KPI_NOW);
      times.push(performance.now() - began);
      if (taken !== rows.length) throw new Error(`${taken} of ${rows.length} changes were taken`);
    }
  } finally {
    await database.close();
  }
  const rate = (A_SECOND / median(times.slice(WARM_UP))) * 1000;
  return [
    {
      what: `changes taken in, ${A_SECOND} at a time`,
      value: rate,
      unit: '/s',
      baseline: null,
      target: { says: `>= ${A_SECOND} /s`, met: rate >= A_SECOND },
    },
  ];
}

function changesOf(round: number): readonly HistoryRow[] {
  return Array.from({ length: A_SECOND }, (_, index): HistoryRow => {
    // Numbers that are no multiple of three are those of HubSpot.
    const lead = (round * A_SECOND + index) * 30 + 1;
    const at = new Date(KPI_NOW.getTime() - DAY_MS + round * 60_000 + index);
    if (index % 10 === 0) return aDeal(lead, at);
    return index % 3 === 0 ? aTouch(lead, at) : aPerson(lead, at);
  });
}

function aPerson(lead: number, at: Date): PersonRow {
  return {
    kind: 'person',
    crm: 'hubspot',
    object: 'lead',
    id: `p${lead}`,
    createdAt: new Date(at.getTime() - 30 * DAY_MS),
    modifiedAt: at,
    email: `person${lead}@company-${Math.trunc(lead / 4)}.test`,
    name: `Person No${lead}`,
    title: null,
    phone: null,
    ownerId: '7',
    companyId: null,
    companyName: `Company ${Math.trunc(lead / 4)}`,
    country: 'DE',
    industry: null,
    employees: 120,
    source: 'PAID_SEARCH',
    sourceDetail: null,
    campaignId: null,
    stage: 'salesqualifiedlead',
    status: null,
    marketable: true,
    optedOut: false,
    bounced: false,
    firstTouchedAt: null,
    convertedAt: null,
    convertedContactId: null,
    convertedDealId: null,
    twins: [],
    changes: [{ field: 'stage', at, value: 'salesqualifiedlead' }],
  };
}

function aTouch(lead: number, at: Date): TouchRow {
  return {
    kind: 'touch',
    crm: 'hubspot',
    id: `new-${lead}`,
    createdAt: at,
    modifiedAt: at,
    person: { crm: 'hubspot', object: 'lead', id: `p${lead}` },
    campaignId: 'c7',
    channel: null,
    source: 'PAID_SEARCH',
    at,
    touch: 'response',
    responded: true,
  };
}

function aDeal(lead: number, at: Date): DealRow {
  return {
    kind: 'deal',
    crm: 'hubspot',
    id: `new-${lead}`,
    createdAt: at,
    modifiedAt: at,
    name: `Deal of ${lead}`,
    ownerId: '7',
    companyId: null,
    people: [{ crm: 'hubspot', object: 'lead', id: `p${lead}` }],
    stage: 'proposal',
    pipeline: null,
    product: null,
    sale: null,
    amount: '12000',
    currency: 'EUR',
    closeDate: '2026-12-01',
    closed: false,
    won: false,
    forecast: null,
    source: null,
    campaignId: null,
    twin: null,
    changes: [{ field: 'stage', at, value: 'proposal' }],
  };
}
