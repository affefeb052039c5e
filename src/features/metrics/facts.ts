// The vocabulary between the metric layer and the store: what rows of each fact have, by name. The store turns each name
// into SQL; a catalogue entry can name nothing else.
import type { Dimension, Fact } from './metric.ts';

export interface FactColumns {
  /** Instants that can put a row into a period, with what they mean. */
  readonly instants: Readonly<Record<string, string>>;
  /** What can be added up or averaged. Durations in milliseconds, money in the organization's currency. */
  readonly values: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, string>>;
  readonly dimensions: readonly Dimension[];
}

const PERSON = ['source', 'channel', 'campaign', 'owner', 'team', 'country', 'segment', 'crm', 'stage'] as const;
const DEAL = ['source', 'channel', 'campaign', 'owner', 'team', 'country', 'segment', 'crm', 'product'] as const;

/**
 * With `at: null` the rows are those that were there at the end of the span (or are there now, where that is earlier).
 * Rows that are gone and twins are no rows. A value that is null is left out of sums, averages and percentiles.
 */
export const FACT_COLUMNS: Readonly<Record<Fact, FactColumns>> = {
  prospect: {
    instants: {
      created: 'created_at',
      lead: 'lead_at',
      mql: 'mql_at',
      sql: 'sql_at',
      opportunity: 'opportunity_at',
      customer: 'customer_at',
    },
    values: {
      lead_to_mql: 'mql_at - lead_at; null where either is unknown or it is negative, as with all of these',
      mql_to_sql: 'sql_at - mql_at',
      sql_to_opportunity: 'opportunity_at - sql_at',
      opportunity_to_customer: 'customer_at - opportunity_at',
      lead_to_customer: 'customer_at - lead_at',
      fields_asked: 'reading.quality.fields, the same for every row',
      fields_filled: 'how many of them are filled',
      fields_valid: 'how many of them are filled and right',
    },
    conditions: {
      marketable: 'marketable, not opted out, not bounced',
      fresh: 'modified within reading.quality.freshDays before the end of the span (or now)',
    },
    dimensions: PERSON,
  },
  deal: {
    instants: { created: 'created_at', closed: 'closed_at' },
    values: {
      created_value: 'amount at the rate of the day on which it was made',
      closed_value: 'amount at the rate of the day on which it closed',
      cycle: 'closed_at - created_at, 0 where that is negative; null while it is open',
    },
    conditions: {
      won: 'won',
      closed: 'closed',
      not_lost: 'open or won',
      open: 'with at null: made before the end of the span (or now), closed at or after that or not at all; else not closed',
      sourced: 'its source is marketing',
      has_source: 'it or its main person has a source',
      has_touch: 'there is a touch with a share in it',
      attributed: 'has_source and has_touch',
    },
    dimensions: [...DEAL, 'stage'],
  },
  /** Shares of touches in deals: asked with `attribute` alone, by the deal's instant. */
  credit: {
    instants: { created: 'created_at of the deal', closed: 'closed_at of the deal' },
    values: {},
    conditions: {},
    // Source, channel and campaign are the touch's; the rest are the deal's.
    dimensions: [...DEAL, 'model'],
  },
  touch: {
    instants: { at: 'at' },
    values: {},
    conditions: { responded: 'the person did something' },
    dimensions: ['source', 'channel', 'campaign', 'crm'],
  },
  cost: {
    instants: { spent: 'each of its days, over which it is spread evenly; a span takes its days' },
    values: { value: 'what falls into the span' },
    conditions: {
      marketing: 'department is marketing',
      sales: 'department is sales',
    },
    dimensions: ['source', 'channel', 'campaign'],
  },
  /** Campaigns of the CRMs with a budget. */
  campaign: {
    instants: { runs: 'each of its days from starts_on (else the day it was made) to ends_on; a span takes its days' },
    values: {
      spend: 'of the cost rows of this campaign, what falls into the span',
      budget:
        'the budget spread evenly over its days, what falls into the span; without ends_on all of it on the first day',
      budget_elapsed: 'the same, of the days up to and with today',
    },
    conditions: { budgeted: 'there is a budget' },
    dimensions: ['campaign', 'channel', 'crm', 'owner', 'team'],
  },
  /** People that somebody owns: from when they did to the first thing that a rep did. */
  assignment: {
    instants: { assigned: 'assigned_at' },
    values: {
      response:
        'working time from assigned_at to first_touched_at, by reading.working; null where untouched or touched before',
      response_elapsed: 'the same in elapsed time',
    },
    conditions: {
      touched: 'first_touched_at is at or after assigned_at',
      due: 'assigned_at + reading.firstTouchMs is not after now',
      in_time: 'touched, and no later than assigned_at + reading.firstTouchMs',
    },
    dimensions: PERSON,
  },
  /** People that somebody owns: whether that was the right owner. */
  routing: {
    instants: { routed: 'assigned_at' },
    values: {},
    conditions: {
      settled: 'assigned_at + reading.correctionDays is not after now',
      right:
        'nobody else became the owner within reading.correctionDays, and no claim of the lead was handed over, released or refused as the wrong owner in that time',
    },
    dimensions: PERSON,
  },
  /** Customers (company_key), with what they pay a month: on the first day of the span, on its last (or today), and on the day after. */
  subscription: {
    instants: {},
    values: {
      start: 'a month on the first day; null where it is nothing, as with all of these',
      kept: 'a month on the day after (or today), of customers who paid on the first day',
      end: 'a month on the last day',
    },
    conditions: {
      at_start: 'paid on the first day',
      at_end: 'paid on the last day',
      lost: 'paid on the first day and nothing on the day after the last (or today)',
    },
    dimensions: ['product', 'crm'],
  },
  content: {
    instants: { day: 'the start of its day' },
    values: { views: 'views', conversions: 'conversions' },
    conditions: {},
    dimensions: ['format', 'segment', 'crm'],
  },
  /** Campaigns that were planned in Signalbox and went live; adopted ones are none. */
  plan: {
    instants: { launched: 'launched_at' },
    values: {
      deployment: 'launched_at - requested_at; null where either is unknown or it is negative, as with all of these',
      brief: 'requested_at - created_at',
      approval: 'approved_at - requested_at',
      build: 'launch_asked_at - approved_at',
      launch: 'launched_at - launch_asked_at',
    },
    conditions: {},
    dimensions: ['channel', 'owner', 'team'],
  },
  /** Changes that the CRMs told us of and writes that we owe them: inbox, and outbox rows to CRMs. */
  crm_read: {
    instants: { received: 'received_at, of the outbox created_at' },
    values: { lag: 'finished_at - received_at (created_at); null while it is not done' },
    conditions: { attempted: 'not pending any more', synced: 'done or ignored, not failed and not dead' },
    dimensions: ['crm'],
  },
  /** Rules that fired. */
  run: {
    instants: { at: 'at' },
    values: {},
    conditions: { clean: 'nothing that it caused has failed for good' },
    dimensions: [],
  },
  /** What the audit log tells that people, rules and Signalbox itself did. */
  step: {
    instants: { at: 'at' },
    values: {},
    conditions: { automated: 'by a rule or by Signalbox itself, not by a person' },
    dimensions: [],
  },
  /** People's records of each CRM, converted Salesforce leads left out. */
  record: {
    instants: { created: 'created_at' },
    values: {},
    conditions: {
      excess: 'another record of the same CRM has the same e-mail address and was made before (or has the smaller id)',
    },
    dimensions: ['source', 'channel', 'owner', 'team', 'country', 'segment', 'crm', 'stage'],
  },
  /** Companies of each CRM. */
  company: {
    instants: { created: 'created_at' },
    values: {},
    conditions: {
      excess: 'another company of the same CRM has the same domain and was made before (or has the smaller id)',
    },
    dimensions: ['owner', 'team', 'country', 'segment', 'crm'],
  },
  /** Deals as they stood at the first instant of the span, by their kept changes: open then, and due to close in the span. */
  forecast: {
    instants: { due: 'close date as it was then' },
    values: { value: 'amount as it was then, at the rate of the first day' },
    conditions: { committed: 'forecast category as it was then is commit or closed, whatever the case' },
    dimensions: DEAL,
  },
};
