// Boot: settings, the app or the sandbox with it, and an orderly end on SIGTERM or SIGINT.
import { startApp } from './app.ts';
import { loadDotEnv, readConfig } from './config.ts';
import { Fault } from '#kernel/errors.ts';

/** A second signal ends at once. */
function onSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** What a person must mend is a sentence; what we must mend is a stack. */
function fail(error: unknown): never {
  const expected = error instanceof Fault && error.code !== 'internal';
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  loadDotEnv();
  const settings = readConfig();
  if (settings.kind === 'sandbox') {
    // Loaded only when it is wanted: a real deployment never sees it.
    const { runSandboxApp } = await import('./sandbox/run.ts');
    onSignal(await runSandboxApp(settings.config, { startApp, readConfig }));
    return;
  }
  const app = await startApp(settings.config);
  onSignal(app.stop);
}

try {
  await main();
} catch (error) {
  fail(error);
}
