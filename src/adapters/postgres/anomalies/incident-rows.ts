// An incident as its row says it.
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Incident, Signal } from '#features/anomalies/store.ts';

const SignalShape: z.ZodType<Signal> = z.object({
  watch: z.string(),
  series: z.string(),
  metric: z.string(),
  day: z.string(),
  value: z.number().nullable(),
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  probability: z.number(),
  direction: z.enum(['up', 'down']),
});

const Causes = z.array(z.object({ dims: z.record(z.string(), z.string()), share: z.number() }));
const Kind = z.enum(['business', 'data', 'own']);
const Severity = z.enum(['high', 'medium', 'low']);

const Told = z.object({
  kind: Kind,
  channelName: z.string(),
  severity: Severity,
  since: z.string(),
  signals: z.array(SignalShape),
  causes: Causes,
});

const IncidentRow = z.object({
  id: z.number(),
  state: z.enum(['open', 'acknowledged', 'recovered', 'closed']),
  kind: Kind,
  severity: Severity,
  channel_name: z.string(),
  since: z.string(),
  opened_at: z.date(),
  changed_at: z.date(),
  ended_at: z.date().nullable(),
  signals: z.array(SignalShape),
  causes: Causes,
  everywhere: z.boolean(),
  fault: z.string().nullable(),
  nearby: z.array(z.string()),
  assignee: SlackUserId.nullable(),
  acknowledged_by: SlackUserId.nullable(),
  acknowledged_at: z.date().nullable(),
  reminded_at: z.date().nullable(),
  snoozed_until: z.date().nullable(),
  verdict: z.enum(['real', 'expected', 'new_normal']).nullable(),
  judged_by: SlackUserId.nullable(),
  digested: z.boolean(),
  told: Told.nullable(),
  card_channel: ChannelId.nullable(),
  card_ts: z.string().nullable(),
  card_hash: z.string().nullable(),
  version: z.number(),
});

/** The incident of a row of `incident`. */
export function parseIncident(selected: unknown): Incident {
  const row = IncidentRow.parse(selected);
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    severity: row.severity,
    channelName: row.channel_name,
    since: row.since,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    endedAt: row.ended_at,
    signals: row.signals,
    causes: row.causes,
    everywhere: row.everywhere,
    fault: row.fault,
    nearby: row.nearby,
    assignee: row.assignee,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at,
    remindedAt: row.reminded_at,
    snoozedUntil: row.snoozed_until,
    verdict: row.verdict,
    judgedBy: row.judged_by,
    digested: row.digested,
    told: row.told,
    card: cardOf(row),
    version: row.version,
  };
}

function cardOf({
  card_channel: channel,
  card_ts: ts,
  card_hash: hash,
}: z.infer<typeof IncidentRow>): Incident['card'] {
  return channel === null || ts === null || hash === null ? null : { channel, ts, hash };
}
