// How good the records are.
import type { Dimension, Metric } from '../metric.ts';
import { count, OF_PEOPLE, proportion, ratio, simple, sum } from './measures.ts';

const AS_OF_NOW =
  'Records are looked at as they are now: of a period in the past, those that were there at its end count.';
const SHARE = { unit: 'percent', minimumSample: 30, version: 1, caveat: AS_OF_NOW } as const;
const OF_RECORDS: readonly Dimension[] = OF_PEOPLE.filter((dimension) => dimension !== 'campaign');

export const QUALITY: readonly Metric[] = [
  {
    id: 'contacts',
    label: 'Contacts',
    synonyms: ['all contacts', 'people', 'database size', 'records'],
    description: 'people that were in the CRMs at the end of the period',
    formula: simple(count('prospect', null)),
    unit: 'count',
    upIsGood: true,
    minimumSample: 0,
    dimensions: OF_PEOPLE,
    version: 1,
  },
  {
    id: 'marketable_contacts',
    label: 'Marketable contacts',
    synonyms: ['marketable', 'reachable contacts', 'mailable contacts', 'emailable contacts'],
    description: 'of all people, the share that is marketable, has not opted out and has not bounced',
    formula: proportion(count('prospect', null, 'marketable'), count('prospect', null)),
    upIsGood: true,
    dimensions: OF_PEOPLE,
    ...SHARE,
  },
  {
    id: 'completeness',
    label: 'Completeness',
    synonyms: ['data completeness', 'filled fields', 'field completeness', 'fill rate'],
    description: 'of the fields that people must have (kpis.quality.fields), the share that is filled',
    formula: ratio(sum('prospect', null, 'fields_filled'), sum('prospect', null, 'fields_asked')),
    upIsGood: true,
    dimensions: OF_PEOPLE,
    ...SHARE,
  },
  {
    id: 'validity',
    label: 'Validity',
    synonyms: ['data validity', 'valid fields'],
    description: 'of the filled fields that people must have, the share whose value can be right',
    formula: ratio(sum('prospect', null, 'fields_valid'), sum('prospect', null, 'fields_filled')),
    upIsGood: true,
    dimensions: OF_PEOPLE,
    ...SHARE,
  },
  {
    id: 'freshness',
    label: 'Freshness',
    synonyms: ['data freshness', 'fresh records', 'up to date records'],
    description: 'of all people, the share whose record was changed within kpis.quality.fresh_within',
    formula: proportion(count('prospect', null, 'fresh'), count('prospect', null)),
    upIsGood: true,
    dimensions: OF_PEOPLE,
    ...SHARE,
  },
  {
    id: 'duplicate_rate',
    label: 'Duplicate rate',
    synonyms: ['duplicates', 'dupes', 'duplicate records', 'duplicate contacts', 'dupe rate'],
    description: 'of all records of people, the share in excess of one an e-mail address within a CRM',
    formula: proportion(count('record', null, 'excess'), count('record', null)),
    upIsGood: false,
    dimensions: OF_RECORDS,
    ...SHARE,
  },
  {
    id: 'company_duplicate_rate',
    label: 'Duplicate rate of companies',
    synonyms: ['duplicate companies', 'duplicate accounts', 'company duplicates', 'account duplicates'],
    description: 'of all companies, the share in excess of one a domain within a CRM',
    formula: proportion(count('company', null, 'excess'), count('company', null)),
    upIsGood: false,
    dimensions: ['owner', 'team', 'country', 'segment', 'crm'],
    ...SHARE,
  },
  {
    id: 'data_integrity_score',
    label: 'Data Integrity Score',
    synonyms: ['data integrity', 'integrity score', 'data quality', 'data quality score', 'dis'],
    description: 'completeness, validity, uniqueness and freshness of records, weighted by kpis.quality.weights',
    formula: {
      kind: 'derived',
      expression:
        '100 * (completeness_weight * complete + validity_weight * valid + uniqueness_weight * (1 - duplicates) + freshness_weight * fresh) / (completeness_weight + validity_weight + uniqueness_weight + freshness_weight)',
      inputs: {
        complete: { kpi: 'completeness' },
        valid: { kpi: 'validity' },
        duplicates: { kpi: 'duplicate_rate' },
        fresh: { kpi: 'freshness' },
      },
    },
    unit: 'points',
    upIsGood: true,
    minimumSample: 30,
    dimensions: OF_RECORDS,
    caveat: AS_OF_NOW,
    version: 1,
  },
];
