// `npm start` without any setting: the sandbox servers, the page and the app together, with a transcript and a prompt.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/errors.ts';
import type { startApp } from '../app.ts';
import type { Config, SandboxConfig, readConfig } from '../config.ts';
import { createOwnApp } from './own-app.ts';
import { keepSaved } from './saved/keep-saved.ts';
import type { Keeper } from './saved/keep-saved.ts';
import { startKept } from './saved/start-kept.ts';
import type { Sandbox } from './start-sandbox.ts';
import { attachTerminal } from './terminal/terminal.ts';
import { makePage, warnIfBroken } from './web/bundle.ts';
import { startWeb } from './web/start-web.ts';
import { createHappenings } from './world/happenings/happenings.ts';
import { createRecords } from './world/records/records.ts';

export interface RunDeps {
  /** Handed in, because the sandbox stands outside of the house and imports nothing of it. */
  readonly startApp: typeof startApp;
  readonly readConfig: typeof readConfig;
  /** Begin anew, whatever was kept of an earlier start. */
  readonly fresh: boolean;
}

/** A new lead about every so often. */
const LEAD_EVERY_MS = 20_000;

/** Resolves, once all run, to how to end them in order. The app gets settings as a real deployment would. */
export async function runSandboxApp(config: SandboxConfig, deps: RunDeps): Promise<() => Promise<void>> {
  const page = makePage();
  void warnIfBroken(page, (text) => process.stderr.write(text));
  const ends: (() => Promise<void> | void)[] = [];
  async function close(): Promise<void> {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
  try {
    const kept = await startKept({ dataDir: config.dataDir, fresh: deps.fresh, past: true });
    const { sandbox } = kept;
    ends.push(() => sandbox.close());
    const settings = settingsFor(config, sandbox, deps.readConfig);
    // For commands beside the app, such as npm run sync -- verify: the servers' addresses differ from start to start.
    const servers = join(config.dataDir, 'servers.json');
    await writeFile(servers, JSON.stringify(sandbox.env), { mode: 0o600 });
    ends.push(() => rm(servers, { force: true }));
    const logFile = join(config.dataDir, 'signalbox.log');
    let { fresh } = kept;
    const app = createOwnApp({
      async boot(port) {
        const started = await deps.startApp(
          { ...settings, port: port ?? settings.port },
          { clock: sandbox.clock, logFile, fresh },
        );
        fresh = false;
        return started;
      },
      pointAt: sandbox.pointAt,
    });
    const leads = { everyMs: LEAD_EVERY_MS, first: 3 };
    const records = createRecords(sandbox);
    const happenings = createHappenings({
      sandbox,
      records,
      app: {
        ...app,
        async startOver() {
          await app.beginAnew(() => {
            fresh = true;
            sandbox.startOver();
          });
          sandbox.startLeads(leads);
        },
      },
      leadEveryMs: LEAD_EVERY_MS,
    });
    const outside = { ...sandbox, app, records, happenings };
    const web = await startWeb({ outside, page, port: config.sandboxPort });
    ends.push(() => web.close());
    if (kept.said !== null) process.stdout.write(`${kept.said}\n`);
    process.stdout.write(
      `Open ${web.url}${elsewhere(config.sandboxPort, web.port)}\n\nStarting a database and Signalbox: some seconds ...\n\n`,
    );
    // Only whoever has the database may write the world beside it: with both ended, the world is saved for the last time.
    let keeper: Keeper | null = null;
    ends.push(() => keeper?.close());
    ends.push(() => app.stop());
    await app.start();
    keeper = await keepSaved({
      sandbox,
      dataDir: config.dataDir,
      onTrouble: (text) => process.stderr.write(`${text}\n`),
    });
    await keeper.save();
    await app.settled();
    const terminal = attachTerminal({
      sandbox,
      happenings,
      appUrl: app.url(),
      logFile,
      input: process.stdin,
      output: process.stdout,
      onQuit: () => process.kill(process.pid, 'SIGTERM'),
    });
    sandbox.clock.onMove(() => void app.catchUp());
    sandbox.beginLeads(leads);
    ends.unshift(() => terminal.close());
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Why the page is not where it was asked for. */
function elsewhere(wanted: number, port: number): string {
  return wanted === 0 || wanted === port ? '' : `  (port ${wanted} is taken)`;
}

function settingsFor(config: SandboxConfig, sandbox: Sandbox, read: typeof readConfig): Config {
  const settings = read({
    ...sandbox.env,
    HOST: config.host,
    PORT: String(config.port),
    DATA_DIR: config.dataDir,
    PLAYBOOK: config.playbook,
    LOG_LEVEL: config.logLevel,
    DRY_RUN: String(config.dryRun),
  });
  if (settings.kind === 'sandbox') throw new Fault('internal', 'the sandbox did not name its servers');
  return settings.config;
}
