// Rows of a CRM's past, whole and valid, so that a test writes only what it is about.
import type {
  ActivityRow,
  CampaignRow,
  CompanyRow,
  DealRow,
  PersonRow,
  SubscriptionRow,
  TouchRow,
} from '#ports/crm-history.ts';
import type { HistoryRules } from '#features/history/store.ts';

import type { TestDatabase } from './database.ts';

const LONG_AGO = new Date('2026-01-01T09:00:00Z');

export const theRules: HistoryRules = {
  zone: 'Europe/Berlin',
  currency: 'EUR',
  rates: new Map([
    [
      'USD',
      [
        { from: '2026-01-01', rate: 0.9 },
        { from: '2026-07-01', rate: 0.8 },
      ],
    ],
  ]),
  stages: {
    lead: { hubspot: ['lead'], salesforce: [] },
    mql: { hubspot: ['marketingqualifiedlead'], salesforce: ['Marketing Qualified'] },
    sql: { hubspot: ['salesqualifiedlead'], salesforce: ['Sales Qualified'] },
    opportunity: { hubspot: ['opportunity'], salesforce: [] },
    customer: { hubspot: ['customer'], salesforce: [] },
  },
  qualityFields: ['email', 'name', 'company', 'country', 'source', 'owner'],
  attribution: { lookbackDays: 365, halfLifeDays: 7 },
};

export function aPersonRow(given: Partial<PersonRow> = {}): PersonRow {
  return {
    kind: 'person',
    crm: 'hubspot',
    object: 'lead',
    id: '501',
    createdAt: LONG_AGO,
    modifiedAt: given.createdAt ?? LONG_AGO,
    email: null,
    name: null,
    title: null,
    phone: null,
    ownerId: null,
    companyId: null,
    companyName: null,
    country: null,
    industry: null,
    employees: null,
    source: null,
    sourceDetail: null,
    campaignId: null,
    stage: null,
    status: null,
    marketable: null,
    optedOut: null,
    bounced: null,
    firstTouchedAt: null,
    convertedAt: null,
    convertedContactId: null,
    convertedDealId: null,
    twins: [],
    changes: [],
    ...given,
  };
}

export function aDealRow(given: Partial<DealRow> = {}): DealRow {
  return {
    kind: 'deal',
    crm: 'hubspot',
    id: '901',
    createdAt: LONG_AGO,
    modifiedAt: given.createdAt ?? LONG_AGO,
    name: 'A deal',
    ownerId: null,
    companyId: null,
    people: [],
    stage: null,
    pipeline: null,
    product: null,
    sale: null,
    amount: null,
    currency: null,
    closeDate: null,
    closed: false,
    won: false,
    forecast: null,
    source: null,
    campaignId: null,
    twin: null,
    changes: [],
    ...given,
  };
}

export function aTouchRow(given: Partial<TouchRow> = {}): TouchRow {
  return {
    kind: 'touch',
    crm: 'hubspot',
    id: 't1',
    createdAt: given.at ?? LONG_AGO,
    modifiedAt: given.at ?? LONG_AGO,
    person: { crm: 'hubspot', object: 'lead', id: '501' },
    campaignId: null,
    channel: null,
    source: null,
    at: LONG_AGO,
    touch: 'form',
    responded: true,
    ...given,
  };
}

export function aCampaignRow(given: Partial<CampaignRow> = {}): CampaignRow {
  return {
    kind: 'campaign',
    crm: 'hubspot',
    id: 'c1',
    createdAt: LONG_AGO,
    modifiedAt: LONG_AGO,
    name: 'A campaign',
    type: null,
    channel: null,
    status: null,
    startsOn: null,
    endsOn: null,
    budget: null,
    spend: null,
    currency: null,
    ownerId: null,
    ...given,
  };
}

export function aCompanyRow(given: Partial<CompanyRow> = {}): CompanyRow {
  return {
    kind: 'company',
    crm: 'hubspot',
    id: '701',
    createdAt: LONG_AGO,
    modifiedAt: LONG_AGO,
    name: null,
    domain: null,
    industry: null,
    employees: null,
    country: null,
    ownerId: null,
    ...given,
  };
}

export function anActivityRow(given: Partial<ActivityRow> = {}): ActivityRow {
  return {
    kind: 'activity',
    crm: 'hubspot',
    id: 'a1',
    createdAt: given.at ?? LONG_AGO,
    modifiedAt: given.at ?? LONG_AGO,
    activity: 'call',
    at: LONG_AGO,
    ownerId: null,
    people: [{ crm: 'hubspot', object: 'lead', id: '501' }],
    ...given,
  };
}

export function aSubscriptionRow(given: Partial<SubscriptionRow> = {}): SubscriptionRow {
  return {
    kind: 'subscription',
    crm: 'hubspot',
    id: 's1',
    createdAt: LONG_AGO,
    modifiedAt: LONG_AGO,
    companyId: null,
    product: null,
    startsOn: '2026-01-01',
    endsOn: null,
    monthly: '100',
    currency: null,
    ...given,
  };
}

/** As before the first row was read. */
export async function emptyHistory({ rows }: Pick<TestDatabase, 'rows'>): Promise<void> {
  await rows(`TRUNCATE crm_company, crm_campaign, person_record, prospect, deal, deal_person, record_change, touch,
    touch_credit, activity, activity_person, subscription, content_day, cost, history_state, crm_user RESTART IDENTITY`);
}
