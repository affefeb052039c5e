// An app in a process of its own, for tests that kill it. It reads its settings from the environment as the real one
// does; its time is the test's, its errors are told to the test, and it never outlives it.
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startApp } from '../../src/app.ts';
import { readConfig } from '#config.ts';
import { createClock } from '#sandbox/clock.ts';
import type { FromProcess, ToProcess } from './app-process.ts';
import { listeningLog } from './silent-log.ts';

process.once('disconnect', () => process.exit(1));

const [aheadMs = '0'] = process.argv.slice(2);
const clock = createClock(new Date(Date.now() + Number(aheadMs)));
const log = listeningLog((line) => tell({ kind: 'error', line }));
const settings = readConfig();
if (settings.kind !== 'real') throw new Error('an app under test is never the sandbox');

const starting = startApp(settings.config, { clock, log });
process.on('message', (message: ToProcess) => {
  switch (message.kind) {
    case 'clock':
      return clock.moveBy(message.ms);
    case 'catch_up':
      // Without a database there is nothing to catch up with, and the next one comes by itself.
      return void starting.then((app) => app.catchUp().catch(() => undefined));
    case 'weigh':
      return weigh();
  }
});
process.once('SIGTERM', () => {
  void starting.then(async (app) => {
    await app.stop();
    process.exit(0);
  });
});
tell({ kind: 'listening', url: (await starting).url });
// At its end would be too late for a process that is killed.
flushCompileCache();

function weigh(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed: heap, rss: resident } = process.memoryUsage();
  tell({ kind: 'memory', memory: { heap, resident } });
}

function tell(message: FromProcess): void {
  if (process.connected) process.send?.(message);
}
