// The composition root: puts the house together, starts it and ends it in order. Only this file and compose/ know the
// adapters.
import { createDrawer } from '#adapters/charts/draw.ts';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { startServer } from '#adapters/server/server.ts';
import { createSlackApp } from '#adapters/slack/app.ts';
import { createListenerBook } from '#adapters/slack/listener-book.ts';
import { lookAt } from '#features/operations/check.ts';
import { beginDryRun, endDryRun } from '#features/operations/dry-run.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { readPlaybook, storePlaybook } from '#features/playbook/load-playbook.ts';
import { putInForce } from '#features/playbook/put-in-force.ts';
import { armFailpoints } from '#kernel/failpoints.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import { createAcquaintance } from './compose/acquaintance.ts';
import { warnOfApprovers } from './compose/approval-checks.ts';
import { apiRoute } from './compose/api.ts';
import { dependencyChecks } from './compose/checks.ts';
import { createClosing } from './compose/closing.ts';
import type { Closing } from './compose/closing.ts';
import { connectedCrms, loadCrms, webhookRoutes } from './compose/crms.ts';
import { createDesk } from './compose/desk.ts';
import { doctorChecks } from './compose/doctor.ts';
import { openDatabase } from './compose/database.ts';
import { createEngine } from './compose/engine.ts';
import { registerListeners } from './compose/listeners.ts';
import { requireNamedCrms } from './compose/named-crms.ts';
import { openLog } from './compose/open-log.ts';
import { openOutside } from './compose/outside.ts';
import { playbookText } from './compose/playbook-file.ts';
import { createSealing } from './compose/sealing.ts';
import { createStatus } from './compose/status.ts';
import { createWaits } from './compose/waits.ts';
import type { Config } from './config.ts';

export interface AppOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Where the log goes in place of standard output. */
  readonly logFile?: string;
  /** An embedded database begins empty, whatever an earlier run left. */
  readonly fresh?: boolean;
}

export interface RunningApp {
  /** Where it listens, for example `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Does now what otherwise comes round by the minute, as is right after the clock was moved. */
  catchUp(): Promise<void>;
  /** Takes nothing new, finishes what runs, and ends everything it started, the embedded database included. */
  stop(): Promise<void>;
}

const SYSTEM_CLOCK: Clock = { now: () => new Date() };
/**
 * How long running work may take to finish when the app is told to stop. All parts take that time side by side, so that
 * the whole end fits into the ten seconds that a container is given; what does not finish is done again by the next start.
 */
const DRAIN_MS = 6_000;
/** For what was cut off with the CRMs to say so, while the database is still there. */
const LAST_WORDS_MS = 1_000;

/**
 * Starts the app. It listens as soon as the database is there; Slack and the CRMs are connected in the background.
 * Throws Fault `not_configured` for a playbook or database that cannot be used, with nothing left running.
 */
export async function startApp(config: Config, options: AppOptions = {}): Promise<RunningApp> {
  if (config.failpoints.length > 0) armFailpoints(config.failpoints);
  const closing = createClosing();
  try {
    const assembled = await assemble(config, options, closing);
    return { ...assembled, stop: closing.end };
  } catch (error) {
    // Why it could not start is what a person must read, whatever else goes wrong now.
    await closing.end().catch(() => undefined);
    throw error;
  }
}

/** Starts each part after those it needs, and says how it ends: what it stands on ends after it. */
async function assemble(
  config: Config,
  options: AppOptions,
  { atEnd, beside }: Closing,
): Promise<Omit<RunningApp, 'stop'>> {
  const { dryRun } = config;
  const { fresh = false } = options;
  const clock = options.clock ?? SYSTEM_CLOCK;
  const log = options.log ?? openLog(config, options.logFile);
  const metrics = createMetrics();
  const text = await playbookText(config.playbook);
  const written = readPlaybook(text, config.playbook);
  requireNamedCrms(written, connectedCrms(config));

  // Loading libraries and starting a database keep different processes busy.
  const [database, makers] = await Promise.all([openDatabase(config, { clock, log, fresh }, atEnd), loadCrms(config)]);
  const sealing = createSealing({ seals: database.seals, dataDir: config.dataDir, fresh, clock, log, metrics });
  await sealing.start();
  atEnd(sealing.stop);
  const { transact, stores } = database;
  const active = await storePlaybook({ versions: stores.playbookVersions, clock }, text, written);
  await putInForce({ audit: stores.audit, clock }, active);
  const playbook = (): ActivePlaybook => active;
  await (dryRun ? beginDryRun : endDryRun)({ transact, playbook, clock, log });

  const paceClock = options.clock ?? null;
  const outside = await openOutside(config, { makers, database, playbook, clock, paceClock, log, metrics });
  const { dependencies, crms, messenger } = outside;
  const { draw, close: stopDrawing } = createDrawer();
  atEnd(stopDrawing);
  const desk = createDesk({ config, database, outside, playbook, clock, log, draw });
  const engine = createEngine({ database, outside, desk, metrics, dryRun });
  const { upkeep } = engine;
  atEnd(() => engine.lastWords(LAST_WORDS_MS));
  atEnd(() => Promise.all([...crms.values()].map((crm) => crm.close())));

  const book = createListenerBook();
  const examine = (): ReturnType<typeof lookAt> => lookAt(checks);
  const waits = createWaits({ pauses: stores.pauses, outlook: dependencies.outlook, log });
  registerListeners(book.listeners, {
    ...desk,
    waits,
    dryRun,
    onClaim: metrics.claim,
    intake: desk,
    holds: stores.holds,
    auditLog: stores.audit,
    examine,
  });
  const { botToken, apiUrl, inbound } = config.slack;
  const acquaintance = createAcquaintance({ meet: upkeep.meetPeople, met: () => warnOfApprovers(desk, log), log });
  const onReady = (): void => {
    void engine.outages.back('slack');
    acquaintance.begin();
  };
  const slackApp = createSlackApp({ botToken, apiUrl, inbound, slack: outside.slack, book, log, onReady });
  const health = {
    ...dependencyChecks({ database, slackApp, links: upkeep.links, dependencies, acquaintance }),
    ...engine.health,
    audit: sealing.health,
  };
  const own = { stores, messenger, playbook, clock };
  const { cursors } = stores;
  const approvals = { stores, playbook, campaigns: upkeep.campaigns, workItems: upkeep.workItems };
  const checks = doctorChecks({ health, database, cursors, slackApp, crms, usage: outside.usage, own, approvals });

  await engine.start(beside, DRAIN_MS);
  await slackApp.start();
  beside(() => slackApp.stop(DRAIN_MS));
  const server = await startServer({
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    log,
    metrics,
    slack: slackApp.handle,
    ...webhookRoutes(config, () => upkeep.accountId('salesforce')),
    api: apiRoute(config, desk),
    async receive(events) {
      const stored = await database.inbox.receive(events, clock.now());
      upkeep.heard(events);
      return stored;
    },
    notes: createStatus({ stores, metrics, dryRun }),
    checks: health,
  });
  beside(() => server.close(DRAIN_MS));
  log.info('listening', { url: server.url, playbook: active.version, ...(dryRun && { dryRun }) });
  return { url: server.url, catchUp: engine.catchUp };
}
