// What every verb, listener and handler works with, put together once.
import type { Stores } from '#adapters/postgres/stores.ts';
import { createLinks } from '#adapters/links/check-link.ts';
import { createHealth } from '#features/anomalies/own/health.ts';
import type { SelfDeps } from '#features/anomalies/own/look-at-self.ts';
import type { WatchDesk } from '#features/anomalies/desk.ts';
import type { CampaignDesk } from '#features/campaigns/desk.ts';
import type { MetricStore } from '#features/metrics/store.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { ValueBook } from '#features/metrics/value-book.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { createAsking } from '#features/reports/asking.ts';
import type { Asking } from '#features/reports/compose-digest.ts';
import type { Clock } from '#ports/clock.ts';
import type { Draw } from '#ports/drawing.ts';
import type { Log } from '#ports/log.ts';
import type { Config } from '../config.ts';
import type { OpenDatabase } from './database.ts';
import { createGates } from './gates.ts';
import type { Outside } from './outside.ts';

export interface Desk extends CampaignDesk<Stores> {
  readonly draw: Draw;
  readonly metrics: MetricStore;
  readonly values: ValueBook;
  /** As reports ask: for nobody in particular. */
  readonly asking: Asking;
  readonly health: WatchDesk['health'];
  /** What Signalbox looks at itself with. */
  readonly self: SelfDeps;
}

export interface DeskParts {
  readonly database: Pick<OpenDatabase, 'transact' | 'stores' | 'metrics' | 'ownFigures'>;
  readonly config: Pick<Config, 'linkCheckPrivate'>;
  readonly outside: Pick<Outside, 'messenger' | 'crms' | 'dependencies' | 'usage'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
  readonly draw: Draw;
}

export function createDesk({ config, database, outside, playbook, clock, log, draw }: DeskParts): Desk {
  const { transact, stores, metrics } = database;
  const { messenger, crms } = outside;
  const gates = createGates({ playbook, crms }, () => desk);
  const links = createLinks({ allowPrivate: config.linkCheckPrivate });
  const values = createValueBook({ store: metrics, playbook, clock });
  const asking = createAsking({ store: metrics, playbook, clock, values });
  const kpis = { metrics, values, asking, draw };
  const self = selfDeps({ database, outside, playbook, clock });
  const watched = { health: createHealth(self), self };
  const desk: Desk = { transact, stores, messenger, crms, links, playbook, clock, log, gates, ...kpis, ...watched };
  return desk;
}

function selfDeps({
  database,
  outside,
  playbook,
  clock,
}: Pick<DeskParts, 'database' | 'outside' | 'playbook' | 'clock'>): SelfDeps {
  const { crms, dependencies, usage } = outside;
  return {
    stores: database.stores,
    crms: [...crms.keys()],
    figures: database.ownFigures,
    delay: (crm) => dependencies.outlook.crm(crm, 'scan'),
    usage: usage.of,
    playbook,
    clock,
  };
}
