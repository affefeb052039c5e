// Slack and the CRMs: each behind its circuit breaker, with what is known of its health, its limits and its pace.
import type { Metrics } from '#adapters/observe/metrics.ts';
import { createSlackClient } from '#adapters/slack/client.ts';
import type { SlackClient } from '#adapters/slack/client.ts';
import { createMessenger } from '#adapters/slack/messenger.ts';
import { createSlackPace } from '#adapters/slack/pace.ts';
import type { SlackPace } from '#adapters/slack/pace.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { Config } from '../config.ts';
import { connectedCrms, openCrms } from './crms.ts';
import type { CrmMakers } from './crms.ts';
import type { OpenDatabase } from './database.ts';
import { createDependencies } from './dependencies.ts';
import type { Dependencies } from './dependencies.ts';
import { createUsageBook } from './usage.ts';
import type { UsageBook } from './usage.ts';

export interface OutsideParts {
  readonly makers: CrmMakers;
  readonly database: OpenDatabase;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  /** Of the pace; null: the database's own, which replicas share. */
  readonly paceClock: Clock | null;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Outside {
  readonly dependencies: Dependencies;
  readonly usage: UsageBook;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly slack: SlackClient;
  readonly pace: SlackPace;
  readonly messenger: Messenger;
}

/** Nothing is asked yet: each is connected when it is first needed. */
export async function openOutside(config: Config, parts: OutsideParts): Promise<Outside> {
  const { makers, database, playbook, clock, paceClock, log, metrics } = parts;
  const dependencies = createDependencies({ crms: connectedCrms(config), database: database.breaker, log });
  metrics.watchBreakers(dependencies.breakers);
  const usage = createUsageBook(metrics.crmMeter);
  const { connections } = database.stores;
  const crms = await openCrms(config, makers, { playbook, connections, clock, meter: usage.meter, dependencies });
  const { botToken, apiUrl } = config.slack;
  const slack = createSlackClient({
    token: botToken,
    apiUrl,
    log,
    breaker: dependencies.slack,
    called: metrics.slackCall,
  });
  const pace = createSlackPace(database.slots(paceClock));
  const messenger = createMessenger({ slack, clock, onRateLimited: pace.hold });
  return { dependencies, usage, crms, slack, pace, messenger };
}
