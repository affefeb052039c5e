// Watches that people asked for, how far each was looked at, what its detectors remember, and days known to be different.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type {
  AskedWatch,
  KnownEvent,
  SeriesState,
  Threshold,
  WatchProgress,
  WatchStore,
} from '#features/anomalies/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { KnownEvent as EventRow } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { JsonObjectColumn, toJsonb } from '../json-columns.ts';
import { createLookStore } from './looks.ts';

const ThresholdColumn: z.ZodType<Threshold> = z.union([
  z.object({ kind: z.enum(['below', 'above']), value: z.number() }),
  z.object({ kind: z.literal('behind_target'), share: z.number() }),
]);

const WatchRow = z.object({
  id: z.number(),
  question: z.string(),
  by: z.string().nullable(),
  channel: z.string(),
  sensitivity: z.enum(['quiet', 'normal', 'eager']),
  direction: z.enum(['both', 'down', 'up']),
  threshold: ThresholdColumn.nullable(),
  assignee: z.string().nullable(),
  createdBy: SlackUserId,
  createdAt: z.date(),
});

const SeriesRow = z.object({
  watch: z.string(),
  series: z.string(),
  state: JsonObjectColumn.nullable(),
  shift: z.number(),
});

export function createWatchStore(db: Queries): WatchStore {
  return {
    async asked() {
      const rows = await db.watch.findMany({ where: { endedAt: null }, orderBy: { id: 'asc' } });
      return rows.map((row): AskedWatch => WatchRow.parse(row));
    },
    async ask({ threshold, ...watch }) {
      const data = { ...watch, threshold: threshold === null ? Prisma.DbNull : { ...threshold } };
      return WatchRow.parse(await db.watch.create({ data }));
    },
    async end(id, at) {
      const { count } = await db.watch.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } });
      return count === 1;
    },
    async progress(watches) {
      const rows = await db.watchProgress.findMany({ where: { watch: { in: [...watches] } } });
      return new Map(rows.map((row): [string, WatchProgress] => [row.watch, row]));
    },
    advance: (progress) => advance(db, progress),
    async series(watches) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT watch, series, state, shift FROM watch_series WHERE watch = ANY(${[...watches]})
        ORDER BY watch, series FOR UPDATE`;
      return rows.map((row): SeriesState => SeriesRow.parse(row));
    },
    async keepSeries(states) {
      await db.$executeRaw`
        INSERT INTO watch_series (watch, series, state, shift)
        SELECT watch, series, state, shift FROM jsonb_to_recordset(${toJsonb(states)}::jsonb)
          AS given (watch text, series text, state jsonb, shift double precision)
        ORDER BY watch, series
        ON CONFLICT (watch, series) DO UPDATE SET (state, shift) = (EXCLUDED.state, EXCLUDED.shift)`;
    },
    ...createLookStore(db),
    async events() {
      const rows = await db.knownEvent.findMany({ where: { endedAt: null }, orderBy: { id: 'asc' } });
      return rows.map(asEvent);
    },
    async addEvent({ metrics, incident, ...event }) {
      const data = { ...event, metrics: [...metrics], incidentId: incident };
      return asEvent(await db.knownEvent.create({ data }));
    },
    async endEvent(id, at) {
      const { count } = await db.knownEvent.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } });
      return count === 1;
    },
    async startOver(watch, at) {
      await db.watchReset.upsert({ where: { watch }, create: { watch, at }, update: { at } });
    },
    async startedOver(watches) {
      const rows = await db.watchReset.findMany({ where: { watch: { in: [...watches] } } });
      return new Map(rows.map(({ watch, at }) => [watch, at]));
    },
  };
}

/** The row is the lock: who advances second waits for the first, and finds another version. */
async function advance(db: Queries, { watch, through, beganAt, version }: WatchProgress): Promise<boolean> {
  const advanced =
    version === 0
      ? await db.$executeRaw`
          INSERT INTO watch_progress (watch, through, began_at, version) VALUES (${watch}, ${through}, ${beganAt}, 1)
          ON CONFLICT (watch) DO NOTHING`
      : await db.$executeRaw`
          UPDATE watch_progress SET through = ${through}, began_at = ${beganAt}, version = version + 1
          WHERE watch = ${watch} AND version = ${version}`;
  return advanced === 1;
}

function asEvent({ id, name, from, to, everyYear, metrics, incidentId, createdBy, createdAt }: EventRow): KnownEvent {
  const event = { id, name, from, to, everyYear, metrics, incident: incidentId };
  return { ...event, createdBy: SlackUserId.parse(createdBy), createdAt };
}
