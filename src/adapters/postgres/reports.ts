// Reports: followed questions, and each time that a report was due.
import { SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Follow, ReportRun, ReportStore, RunState } from '#features/reports/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { KpiFollow, ReportRun as RunRow } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';

export function createReportStore(db: Queries): ReportStore {
  return {
    async follows() {
      return (await db.kpiFollow.findMany({ where: { endedAt: null }, orderBy: { id: 'asc' } })).map(asFollow);
    },
    async addFollow(follow) {
      return asFollow(await db.kpiFollow.create({ data: follow }));
    },
    async endFollow(id, at) {
      const { count } = await db.kpiFollow.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } });
      return count === 1;
    },
    async lastRun(report) {
      const row = await db.reportRun.findFirst({ where: { report }, orderBy: { dueAt: 'desc' } });
      return row && asRun(row);
    },
    async begin(run) {
      const [row] = await db.reportRun.createManyAndReturn({ data: [run], skipDuplicates: true });
      return row === undefined ? null : asRun(row);
    },
    async run(id) {
      const row = await db.reportRun.findUnique({ where: { id } });
      return row && asRun(row);
    },
    async end(id, { content, ...end }) {
      const kept = content === undefined ? {} : { content: content === null ? Prisma.DbNull : { ...content } };
      await db.reportRun.update({ where: { id }, data: { ...end, ...kept } });
    },
    async history(report, limit) {
      const rows = await db.reportRun.findMany({
        where: { state: { not: 'begun' }, ...(report === null ? {} : { report }) },
        orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(asRun);
    },
  };
}

function asFollow({ id, question, cron, timezone, channel, createdBy, createdAt }: KpiFollow): Follow {
  return { id, question, cron, timezone, channel, createdBy: SlackUserId.parse(createdBy), createdAt };
}

function asRun(row: RunRow): ReportRun {
  return { ...row, state: row.state as RunState, content: row.content as JsonObject | null };
}
