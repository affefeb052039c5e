// From starting the process to a /readyz of 200, with an embedded PostgreSQL: cold is a first start ever, with no data and
// nothing compiled; warm is the next start in the same folders. And the memory that it begins with.
import { join } from 'node:path';
import { startBareServer } from './bare.ts';
import { below, median } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { startApp, startVendors, tempFolder, untilDone } from './house.ts';
import type { AtEnd, Vendors } from './house.ts';
import { residentMb } from './memory.ts';
import { describeLoad } from './report.ts';
import { QUIET_HOUSE } from './webhooks.ts';

const ROUNDS = 3;
const COLD_MS = 6000;
const WARM_MS = 2000;
const MEMORY_MB = 250;

interface Started {
  readonly readyMs: number;
  readonly memoryMb: number;
}

export function start(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const vendors = await startVendors(QUIET_HOUSE, atEnd);
    const bare: Started[] = [];
    const cold: Started[] = [];
    const warm: Started[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = await tempFolder(atEnd);
      bare.push(await startBare());
      cold.push(await startIn(folder, vendors));
      warm.push(await startIn(folder, vendors));
    }
    const name = 'a bare node:http server';
    const figure = (what: string, of: readonly Started[], limit: number): Figure =>
      below(
        {
          what,
          value: median(of.map(({ readyMs }) => readyMs)),
          unit: 'ms',
          baseline: { name, value: median(bare.map(({ readyMs }) => readyMs)) },
        },
        limit,
      );
    return {
      title: 'start: from the process to ready, and the memory after it',
      figures: [
        figure('cold start', cold, COLD_MS),
        figure('warm start', warm, WARM_MS),
        below(
          {
            what: 'memory after a warm start',
            value: median(warm.map(({ memoryMb }) => memoryMb)),
            unit: 'MB',
            baseline: { name, value: median(bare.map(({ memoryMb }) => memoryMb)) },
          },
          MEMORY_MB,
        ),
      ],
      notes: [
        `median of ${ROUNDS}, turn about; Slack, HubSpot and Salesforce connected; embedded PostgreSQL, whose memory is its own`,
        describeLoad(),
      ],
    };
  });
}

function startIn(folder: string, vendors: Vendors): Promise<Started> {
  const settings = { DATA_DIR: join(folder, 'data'), NODE_COMPILE_CACHE: join(folder, 'compiled') };
  return measured((atEnd) => startApp(QUIET_HOUSE, vendors, settings, atEnd));
}

function startBare(): Promise<Started> {
  return measured(async (atEnd) => {
    const server = await startBareServer();
    atEnd(() => server.stop());
    return server;
  });
}

function measured(begin: (atEnd: AtEnd) => ReturnType<typeof startBareServer>): Promise<Started> {
  return untilDone(async (atEnd) => {
    const { pid, startedAt } = await begin(atEnd);
    return { readyMs: performance.now() - startedAt, memoryMb: await residentMb(pid) };
  });
}
