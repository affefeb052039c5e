// How quickly and how rightly new leads are taken care of.
import type { Metric } from '../metric.ts';
import { count, measure, OF_PEOPLE, proportion, simple } from './measures.ts';

const RESPONSE = {
  unit: 'hours',
  upIsGood: false,
  minimumSample: 10,
  dimensions: OF_PEOPLE,
  caveat: 'Leads that nobody has touched yet are not in it; sla_compliance counts them.',
  version: 1,
} as const;

const DUE = { unit: 'percent', upIsGood: true, minimumSample: 30, dimensions: OF_PEOPLE, version: 1 } as const;

export const FOLLOW_UP: readonly Metric[] = [
  {
    id: 'lead_response_time',
    label: 'Lead response time',
    synonyms: ['response time', 'speed to lead', 'time to first touch', 'first response time', 'median response time'],
    description:
      'median working time from being assigned to the first thing that a rep did, of people who were assigned',
    formula: simple(measure('assignment', 'assigned', { kind: 'median', of: 'response' })),
    ...RESPONSE,
  },
  {
    id: 'lead_response_time_p90',
    label: 'Lead response time, 90th percentile',
    synonyms: ['response time p90', 'p90 response time', 'slowest response time'],
    description:
      'working time within which nine of ten people who were assigned and touched had their first touch by a rep',
    formula: simple(measure('assignment', 'assigned', { kind: 'p90', of: 'response' })),
    ...RESPONSE,
  },
  {
    id: 'sla_compliance',
    label: 'SLA compliance',
    synonyms: ['sla', 'sla met', 'within sla', 'touched in time'],
    description: 'of the people who were assigned and are due, the share that a rep touched within kpis.first_touch',
    formula: proportion(count('assignment', 'assigned', 'due', 'in_time'), count('assignment', 'assigned', 'due')),
    caveat: 'The clock runs at night and at weekends too.',
    ...DUE,
  },
  {
    id: 'routing_accuracy',
    label: 'Lead routing accuracy',
    synonyms: ['lead routing accuracy', 'routing quality', 'assignment accuracy', 'right owner'],
    description:
      'of the people who were given an owner, the share whose owner was not corrected within kpis.correction_days',
    formula: proportion(count('routing', 'routed', 'settled', 'right'), count('routing', 'routed', 'settled')),
    ...DUE,
  },
];
