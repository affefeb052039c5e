// A process that runs an embedded server as the app does, for tests that kill it. Prints the server's URL when ready.
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { silentLog } from './silent-log.ts';

const [dataDir = '', mode = 'run'] = process.argv.slice(2);

if (mode === 'exit-while-starting') setTimeout(() => process.exit(3), 150);
const server = await startEmbedded({ dataDir, log: silentLog, settings: { fsync: 'off' } });
if (mode === 'crash') throw new Error('a defect right after the start');
process.once('SIGTERM', () => void server.stop());
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid })}\n`);
