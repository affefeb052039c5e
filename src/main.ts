// Boot: settings, the app or the sandbox with it, and an orderly end on SIGTERM or SIGINT.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Fault } from '#kernel/errors.ts';

type Stop = () => Promise<void>;

// Node keeps what it has compiled and stripped of types: the next start takes half of the time, and a fifth less memory.
// Where the folder cannot be written it starts without. NODE_COMPILE_CACHE names another one.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/signalbox', import.meta.url)));

async function start(): Promise<Stop> {
  // Imported here because what is imported above is compiled before the cache is on.
  const [{ startApp }, { loadDotEnv, readConfig }] = await Promise.all([import('./app.ts'), import('./config.ts')]);
  // At the end would be too late for a process that is killed.
  flushCompileCache();
  loadDotEnv();
  const settings = readConfig();
  const fresh = process.argv.includes('--fresh');
  if (settings.kind === 'real') {
    if (fresh)
      throw new Fault('not_configured', '--fresh is for the sandbox: nothing of a real installation is thrown away.');
    return (await startApp(settings.config)).stop;
  }
  // Loaded only when it is wanted: a real deployment never sees it.
  const { runSandboxApp } = await import('./sandbox/run.ts');
  return runSandboxApp(settings.config, { startApp, readConfig, fresh });
}

/** Ends what runs, also when it is still starting. A second signal ends at once. */
function endOnSignal(running: Promise<Stop>): void {
  let ending = false;
  async function end(): Promise<void> {
    if (ending) process.exit(1);
    ending = true;
    const stop = await running;
    await stop();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end().catch(fail));
}

/** What a person must mend is a sentence; what we must mend is a stack. */
function fail(error: unknown): never {
  const expected = error instanceof Fault && error.code !== 'internal';
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}

const running = start();
endOnSignal(running);
running.catch(fail);
