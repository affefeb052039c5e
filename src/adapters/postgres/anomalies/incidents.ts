// Incidents of watches, and what channels were told of them. One transaction at a time opens or carries on incidents.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { Incident, RaisedIncident, IncidentsAsked, IncidentStore, Telling } from '#features/anomalies/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { toJsonb } from '../json-columns.ts';
import { parseIncident } from './incident-rows.ts';

const TellingRow = z.object({
  channelName: z.string(),
  incidentId: z.number().nullable(),
  kind: z.enum(['told', 'again', 'digest']),
  at: z.date(),
});

const RaisedRow = z.object({
  id: z.number(),
  kind: z.enum(['business', 'data', 'own']),
  verdict: z.enum(['real', 'expected', 'new_normal']).nullable(),
  openedAt: z.date(),
  acknowledgedAt: z.date().nullable(),
  watches: z.array(z.string()),
});

export function createIncidentStore(db: Queries): IncidentStore {
  return {
    async open() {
      // Two processes that find nothing open would both begin an incident of the same thing.
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('incidents', 0))`;
      const rows = await db.$queryRaw<unknown[]>`
        SELECT * FROM incident WHERE state IN ('open', 'acknowledged') ORDER BY id FOR UPDATE`;
      return rows.map(parseIncident);
    },
    async find(id) {
      const [row] = await db.$queryRaw<unknown[]>`SELECT * FROM incident WHERE id = ${id} FOR UPDATE`;
      return row === undefined ? null : parseIncident(row);
    },
    async add(incident) {
      const { card } = incident;
      const [row] = await db.$queryRaw<unknown[]>`
        INSERT INTO incident (state, kind, severity, channel_name, since, opened_at, changed_at, ended_at, signals,
          watches, causes, everywhere, fault, nearby, assignee, acknowledged_by, acknowledged_at, reminded_at,
          snoozed_until, verdict, judged_by, digested, told, card_channel, card_ts, card_hash)
        VALUES (${values(incident)}, ${card?.channel ?? null}, ${card?.ts ?? null}, ${card?.hash ?? null})
        RETURNING *`;
      return parseIncident(row);
    },
    async save(incident) {
      const { id, version } = incident;
      // The message is placed by setCard alone, while what it shows goes on.
      const [row] = await db.$queryRaw<unknown[]>`
        UPDATE incident SET version = version + 1, (state, kind, severity, channel_name, since, opened_at, changed_at,
          ended_at, signals, watches, causes, everywhere, fault, nearby, assignee, acknowledged_by, acknowledged_at,
          reminded_at, snoozed_until, verdict, judged_by, digested, told) = ROW (${values(incident)})
        WHERE id = ${id} AND version = ${version} RETURNING *`;
      if (row === undefined) throw new Fault('conflict', `Somebody else has just changed incident ${id}.`);
      return parseIncident(row);
    },
    async setCard(id, { channel, ts, hash }) {
      await db.incident.update({ where: { id }, data: { cardChannel: channel, cardTs: ts, cardHash: hash } });
    },
    async list(asked) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT * FROM incident WHERE ${conditions(asked)} ORDER BY opened_at DESC, id DESC LIMIT ${asked.limit}`;
      return rows.map(parseIncident);
    },
    async raised(asked) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT id, kind, verdict, opened_at AS "openedAt", acknowledged_at AS "acknowledgedAt", watches FROM incident
        WHERE ${conditions(asked)} ORDER BY opened_at DESC, id DESC LIMIT ${asked.limit}`;
      return rows.map((row): RaisedIncident => RaisedRow.parse(row));
    },
    async tell({ incident, ...telling }) {
      await db.incidentTelling.create({ data: { ...telling, incidentId: incident } });
    },
    async tellings(channelName, since) {
      const where = { channelName, at: { gte: since } };
      const rows = await db.incidentTelling.findMany({ where, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
      return rows.map((row): Telling => {
        const { incidentId: incident, ...telling } = TellingRow.parse(row);
        return { ...telling, incident };
      });
    },
  };
}

/** In the order in which both statements name the columns. */
function values(incident: Omit<Incident, 'id' | 'version'>): Prisma.Sql {
  const { signals } = incident;
  const watches = [...new Set(signals.map(({ watch }) => watch))];
  return Prisma.sql`${incident.state}, ${incident.kind}, ${incident.severity}, ${incident.channelName},
    ${incident.since}, ${incident.openedAt}, ${incident.changedAt}, ${incident.endedAt}::timestamptz,
    ${toJsonb(signals)}::jsonb, ${watches}::text[], ${toJsonb(incident.causes)}::jsonb, ${incident.everywhere},
    ${incident.fault}, ${[...incident.nearby]}::text[], ${incident.assignee}, ${incident.acknowledgedBy},
    ${incident.acknowledgedAt}::timestamptz, ${incident.remindedAt}::timestamptz,
    ${incident.snoozedUntil}::timestamptz, ${incident.verdict}, ${incident.judgedBy}, ${incident.digested},
    ${toJsonb(incident.told)}::jsonb`;
}

function conditions({ states, openedSince, channelName, watches }: IncidentsAsked): Prisma.Sql {
  const asked = [
    ...(states === undefined ? [] : [Prisma.sql`state = ANY(${[...states]})`]),
    ...(openedSince === undefined ? [] : [Prisma.sql`opened_at >= ${openedSince}`]),
    ...(channelName === undefined ? [] : [Prisma.sql`channel_name = ${channelName}`]),
    ...(watches === undefined ? [] : [Prisma.sql`watches && ${[...watches]}::text[]`]),
  ];
  return asked.length === 0 ? Prisma.sql`true` : Prisma.join(asked, ' AND ');
}
