// Boot: settings, the app or the sandbox with it, and an orderly end on SIGTERM or SIGINT.
import { startApp } from './app.ts';
import { loadDotEnv, readConfig } from './config.ts';
import { Fault } from '#kernel/errors.ts';

type Stop = () => Promise<void>;

async function start(): Promise<Stop> {
  loadDotEnv();
  const settings = readConfig();
  if (settings.kind === 'real') return (await startApp(settings.config)).stop;
  // Loaded only when it is wanted: a real deployment never sees it.
  const { runSandboxApp } = await import('./sandbox/run.ts');
  return runSandboxApp(settings.config, { startApp, readConfig });
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
