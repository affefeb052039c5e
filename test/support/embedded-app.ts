// A process that runs an embedded server as the app does, for tests that kill it. Prints the server's URL when ready.
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { silentLog } from './silent-log.ts';

const [dataDir = '', mode = 'run'] = process.argv.slice(2);

if (mode === 'exit-while-starting') setTimeout(() => process.exit(3), 150);
const starting = startEmbedded({ dataDir, log: silentLog, settings: { fsync: 'off' } });
process.once('SIGTERM', () => void starting.then(async (running) => running.stop()));
const server = await starting;
if (mode === 'crash') throw new Error('a defect right after the start');
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid })}\n`);
