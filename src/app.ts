// The composition root: puts the house together, starts it and ends it in order. Only this file and compose/ know the
// adapters.
import { readFile } from 'node:fs/promises';
import { createTicks } from '#adapters/cron/ticks.ts';
import { createLog, logFile } from '#adapters/observe/log.ts';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { createDispatcher } from '#adapters/queue/dispatcher.ts';
import { createInboxLoop } from '#adapters/queue/inbox-loop.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import { startServer } from '#adapters/server/server.ts';
import { createSlackApp } from '#adapters/slack/app.ts';
import { createSlackClient } from '#adapters/slack/client.ts';
import { createListenerBook } from '#adapters/slack/listener-book.ts';
import { createMessenger } from '#adapters/slack/messenger.ts';
import { createSlackPace } from '#adapters/slack/pace.ts';
import { lookAt } from '#features/operations/check.ts';
import { beginDryRun, endDryRun } from '#features/operations/dry-run.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { readPlaybook, storePlaybook } from '#features/playbook/load-playbook.ts';
import { putInForce } from '#features/playbook/put-in-force.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import { armFailpoints } from '#kernel/failpoints.ts';
import type { Clock } from '#ports/clock.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import { dependencyChecks } from './compose/checks.ts';
import { createClosing } from './compose/closing.ts';
import type { Closing } from './compose/closing.ts';
import { loadCrms, openCrms, webhookRoutes } from './compose/crms.ts';
import { doctorChecks } from './compose/doctor.ts';
import { createUsageBook } from './compose/usage.ts';
import { openDatabase } from './compose/database.ts';
import { createDependencies } from './compose/dependencies.ts';
import { burial, intentHandlers } from './compose/handlers.ts';
import { registerListeners } from './compose/listeners.ts';
import { requireNamedCrms } from './compose/named-crms.ts';
import { createOutages } from './compose/outages.ts';
import { createSealing } from './compose/sealing.ts';
import { createQueueAlarm } from './compose/queue-alarm.ts';
import { createStatus } from './compose/status.ts';
import { createUpkeep } from './compose/upkeep.ts';
import { watchQueues } from './compose/watch-queues.ts';
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
/** Outbox handlers that may run side by side. */
const CONCURRENCY = 16;

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
  const clock = options.clock ?? SYSTEM_CLOCK;
  const log = options.log ?? openLog(config, options.logFile);
  const metrics = createMetrics();
  const text = await playbookText(config.playbook);
  const written = readPlaybook(text, config.playbook);
  const connected = CRM_NAMES.filter((name) => config[name] !== null);
  requireNamedCrms(written, connected);

  const { fresh = false } = options;
  // Loading libraries and starting a database keep different processes busy.
  const [database, makers] = await Promise.all([openDatabase(config, { clock, log, fresh }, atEnd), loadCrms(config)]);
  watchQueues(metrics, database);
  const sealing = createSealing({ seals: database.seals, dataDir: config.dataDir, fresh, clock, log, metrics });
  await sealing.start();
  atEnd(sealing.stop);
  const { transact, stores } = database;
  const active = await storePlaybook({ versions: stores.playbookVersions, clock }, text, written);
  await putInForce({ audit: stores.audit, clock }, active);
  const playbook = (): ActivePlaybook => active;
  await (config.dryRun ? beginDryRun : endDryRun)({ transact, clock, log });

  const dependencies = createDependencies({ crms: connected, database: database.breaker, log });
  const { outlook, breakers } = dependencies;
  metrics.watchBreakers(breakers);
  const usage = createUsageBook(metrics.crmMeter);
  const { meter } = usage;
  const crms = await openCrms(config, makers, {
    playbook,
    connections: stores.connections,
    clock,
    meter,
    dependencies,
  });
  let lastWords = (): Promise<unknown> => Promise.resolve();
  atEnd(() => lastWords());
  atEnd(() => Promise.all([...crms.values()].map((crm) => crm.close())));
  const { botToken, apiUrl, inbound } = config.slack;
  const slack = createSlackClient({
    token: botToken,
    apiUrl,
    log,
    breaker: dependencies.slack,
    called: metrics.slackCall,
  });
  const pace = createSlackPace(database.slots(options.clock ?? null));
  const messenger = createMessenger({ slack, clock, onRateLimited: pace.hold });

  const jobs = createJobs({ url: database.url, log });
  const intake = { transact, playbook, clock, log };
  const delivery = { stores, messenger, crms, playbook, clock, pace, onFirstCard: metrics.firstCard };
  const handlers = intentHandlers({ delivery, intake, transact, outlook, log, dryRun: config.dryRun });
  const outages = createOutages({ outbox: database.outbox, kinds: [...handlers.keys()], clock, log });
  const upkeep = createUpkeep({ database, intake, crms, messenger, jobs, outages, outlook });
  dependencies.onBack((side) => void upkeep.back(side));
  const ticks = createTicks(upkeep.ticks, jobs, log);
  ticks.register();
  const dispatcher = createDispatcher({
    database,
    handlers,
    clock,
    log,
    concurrency: CONCURRENCY,
    bury: burial({ clock }),
    onSettled: outages.settled,
  });
  const inboxLoop = createInboxLoop({ database, crms: [...crms.keys()], read: upkeep.read, clock, log });
  lastWords = () => Promise.all([dispatcher.drain(LAST_WORDS_MS), inboxLoop.drain(LAST_WORDS_MS)]);
  const book = createListenerBook();
  const waits = createWaits({ pauses: stores.pauses, outlook, log });
  const desk = { transact, stores, messenger, crms, playbook, clock, waits, onClaim: metrics.claim };
  const { dryRun } = config;
  const examine = (): ReturnType<typeof lookAt> => lookAt(checks);
  registerListeners(book.listeners, { ...desk, intake, holds: stores.holds, auditLog: stores.audit, dryRun, examine });
  const slackApp = createSlackApp({
    botToken,
    apiUrl,
    inbound,
    slack,
    book,
    log,
    onReady: () => void outages.back('slack'),
  });

  const health = {
    ...dependencyChecks({ database, slackApp, links: upkeep.links, dependencies }),
    queue: jobs.health,
    inbox: inboxLoop.health,
    outbox: dispatcher.health,
    audit: sealing.health,
  };
  const own = { stores, messenger, playbook, clock };
  const checks = doctorChecks({ health, database, cursors: stores.cursors, slackApp, crms, usage, own });

  await jobs.start();
  beside(() => jobs.drain(DRAIN_MS));
  dispatcher.start();
  beside(() => dispatcher.drain(DRAIN_MS));
  const alarm = createQueueAlarm({ health: dispatcher.health, messenger, playbook, log });
  alarm.start();
  beside(async () => alarm.stop());
  inboxLoop.start();
  beside(() => inboxLoop.drain(DRAIN_MS));
  ticks.start();
  beside(() => ticks.stop());
  for (const link of upkeep.links.values()) {
    link.start();
    beside(async () => link.stop());
  }
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
    receive: (events) => database.inbox.receive(events, clock.now()),
    notes: createStatus({ stores, metrics, dryRun }),
    checks: health,
  });
  beside(() => server.close(DRAIN_MS));
  log.info('listening', { url: server.url, playbook: active.version, ...(dryRun && { dryRun }) });
  return {
    url: server.url,
    catchUp: () => ticks.sendAll(),
  };
}

function openLog({ logLevel }: Config, file: string | undefined): Log {
  if (file === undefined) return createLog({ level: logLevel, pretty: process.stdout.isTTY });
  return createLog({ level: logLevel, destination: logFile(file) });
}

async function playbookText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault(
      'not_configured',
      `The playbook ${file} cannot be read: ${messageOf(error)}. PLAYBOOK names its file.`,
      {
        cause: error,
      },
    );
  }
}
