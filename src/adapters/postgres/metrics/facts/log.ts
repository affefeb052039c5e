// What Signalbox's own log says: what CRMs told us and we owe them, rules that fired, and who did what.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { plain } from '../dimensions.ts';
import { milliseconds } from '../durations.ts';
import type { FactSql } from '../fact.ts';

const sql = Prisma.sql;

const NOTHING = { owner: sql`NULL::text`, source: () => sql`NULL::text`, company: sql`NULL::text` } as const;

/** Finished rows are forgotten after the time that RETENTION says, so this goes back no further. */
export const crmRead: FactSql = {
  from: sql`(
    SELECT crm, object, record_id, received_at, finished_at, state, id FROM inbox
    UNION ALL
    SELECT coalesce(payload ->> 'crm', payload -> 'ref' ->> 'crm'), payload -> 'ref' ->> 'object',
      payload -> 'ref' ->> 'id', created_at, finished_at, state, id FROM outbox WHERE kind LIKE 'crm.%') w`,
  bySpan: null,
  counts: sql`true`,
  instants: { received: sql`w.received_at` },
  born: null,
  values: { lag: { sql: () => milliseconds(sql`w.received_at`, sql`w.finished_at`) } },
  conditions: {
    attempted: { sql: () => sql`w.state <> 'pending'` },
    synced: { sql: () => sql`w.state IN ('done', 'ignored')` },
  },
  dimensions: { crm: plain(sql`w.crm`) },
  compared: {},
  record: {
    ...NOTHING,
    refs: sql`(CASE WHEN w.crm IN ('hubspot', 'salesforce') AND w.record_id IS NOT NULL
      AND w.object IN ('lead', 'contact', 'company', 'opportunity', 'task') THEN
      json_build_array(json_build_object('crm', w.crm, 'object', w.object, 'id', w.record_id)) END)`,
    name: sql`concat_ws(' ', w.object, w.record_id)`,
    id: sql`w.id`,
  },
};

export const run: FactSql = {
  from: sql`rule_firing f`,
  bySpan: null,
  counts: sql`true`,
  instants: { at: sql`f.at` },
  born: null,
  values: {},
  conditions: {
    clean: {
      sql: () => sql`(NOT EXISTS (SELECT FROM outbox o WHERE o.state = 'dead' AND o.correlation_id = f.correlation_id)
        AND NOT EXISTS (SELECT FROM audit a WHERE a.correlation_id = f.correlation_id AND a.action IN
          ('crm.opportunity_refused', 'crm.task_refused', 'crm.update_refused', 'crm.owner_refused')))`,
    },
  },
  dimensions: {},
  compared: {},
  record: { ...NOTHING, refs: sql`NULL::json`, name: sql`f.rule || ': ' || f.subject`, id: sql`f.subject` },
};

/** Cards, threads and notes are how Signalbox tells of its steps, and are none themselves. */
export const step: FactSql = {
  from: sql`audit a`,
  bySpan: null,
  counts: sql`split_part(a.action, '.', 1) IN ('lead', 'rule', 'opportunity', 'claim', 'crm', 'approval', 'campaign')`,
  instants: { at: sql`a.at` },
  born: null,
  values: {},
  conditions: { automated: { sql: () => sql`(a.actor LIKE 'rule:%' OR a.actor LIKE 'system:%')` } },
  dimensions: {},
  compared: {},
  record: { ...NOTHING, refs: sql`NULL::json`, name: sql`a.action || ' ' || a.subject`, id: sql`a.id` },
};
