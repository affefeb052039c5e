// The app's database and its CRMs, for a command beside the app. The CRMs of the sandbox are there while it runs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLog } from '#adapters/observe/log.ts';
import { historyRules } from '#features/history/rules.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { Fault } from '#kernel/errors.ts';
import { createDependencies } from '../compose/dependencies.ts';
import { connectedCrms, loadCrms, openCrms } from '../compose/crms.ts';
import { visitDatabase } from '../compose/database.ts';
import { loadDotEnv, readConfig } from '../config.ts';
import type { Config, SandboxConfig } from '../config.ts';
import type { CrmVisit } from './sync.ts';
import { CLOCK } from './visit.ts';

/** Where a running sandbox says how its servers are reached. */
const SANDBOX_SERVERS = 'servers.json';

/** Close it after use. Throws Fault for settings that do not work, and where the app, or the sandbox, does not run. */
export async function visitCrms(): Promise<CrmVisit> {
  loadDotEnv();
  const settings = readConfig();
  const config = settings.kind === 'real' ? settings.config : await sandboxConfig(settings.config);
  const log = createLog({ level: 'error' });
  const playbook = readPlaybook(await readFile(config.playbook, 'utf8'), config.playbook);
  const active: ActivePlaybook = { playbook, version: 0 };
  const database = await visitDatabase(config, { clock: CLOCK, log });
  const dependencies = createDependencies({ crms: connectedCrms(config), database: database.breaker, log });
  const meter = { called: () => undefined, used: () => undefined };
  const crms = await openCrms(config, await loadCrms(config), {
    playbook: () => active,
    connections: database.stores.connections,
    clock: CLOCK,
    meter,
    dependencies,
  });
  const sources = [...crms.values()].map(({ name, history }) => ({ name, history }));
  return {
    ...database,
    sources,
    rules: () => historyRules(playbook),
    async close() {
      await Promise.all([...crms.values()].map((crm) => crm.close()));
      await database.close();
    },
  };
}

async function sandboxConfig({ dataDir, playbook, logLevel }: SandboxConfig): Promise<Config> {
  const file = join(dataDir, SANDBOX_SERVERS);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Fault('not_configured', 'The sandbox does not run. Start it with npm start; its CRMs end with it.', {
      cause: error,
    });
  });
  const servers = JSON.parse(text) as Record<string, string>;
  const settings = readConfig({ ...servers, DATA_DIR: dataDir, PLAYBOOK: playbook, LOG_LEVEL: logLevel });
  if (settings.kind === 'sandbox') throw new Fault('internal', `${file} does not name the sandbox’s servers`);
  return settings.config;
}
