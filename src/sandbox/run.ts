// `npm start` without any setting: the sandbox servers and the app together, with a transcript and a prompt.
import { join } from 'node:path';
import { Fault } from '#kernel/errors.ts';
import type { startApp } from '../app.ts';
import type { AppConfig, readConfig } from '../config.ts';
import { startSandbox } from './start-sandbox.ts';
import { attachTerminal } from './terminal/terminal.ts';

export interface RunDeps {
  /** Handed in, because the sandbox stands outside of the house and imports nothing of it. */
  readonly startApp: typeof startApp;
  readonly readConfig: typeof readConfig;
}

/** A new lead about every so often. */
const LEAD_EVERY_MS = 20_000;

/** Resolves, once all run, to how to end them in order. The app gets settings as a real deployment would. */
export async function runSandboxApp(config: AppConfig, deps: RunDeps): Promise<() => Promise<void>> {
  process.stdout.write('Starting a database, Slack, HubSpot, Salesforce and Signalbox: some seconds ...\n\n');
  const sandbox = await startSandbox({ dataDir: config.dataDir });
  const settings = deps.readConfig({
    ...sandbox.env,
    HOST: config.host,
    PORT: String(config.port),
    DATA_DIR: config.dataDir,
    PLAYBOOK: config.playbook,
    LOG_LEVEL: config.logLevel,
    DRY_RUN: String(config.dryRun),
  });
  if (settings.kind === 'sandbox') throw new Fault('internal', 'the sandbox did not name its servers');
  const logFile = join(config.dataDir, 'signalbox.log');
  const app = await deps
    .startApp(settings.config, { clock: sandbox.clock, logFile, fresh: true })
    .catch(async (error: unknown) => {
      await sandbox.close();
      throw error;
    });
  await sandbox.connect(app.url);
  const terminal = attachTerminal({
    sandbox,
    appUrl: app.url,
    logFile,
    input: process.stdin,
    output: process.stdout,
    onQuit: () => process.kill(process.pid, 'SIGTERM'),
  });
  sandbox.clock.onMove(() => void app.catchUp());
  sandbox.startLeads({ everyMs: LEAD_EVERY_MS, first: 3 });
  return async () => {
    sandbox.stopLeads();
    await app.stop();
    await sandbox.close();
    terminal.close();
  };
}
