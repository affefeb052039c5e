// What watches are looked after with, whoever acts: the clock, a tick, or a person.
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Draw } from '#ports/drawing.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { CampaignStore } from '#features/campaigns/store.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { MetricStore } from '#features/metrics/store.ts';
import type { ValueBook } from '#features/metrics/value-book.ts';
import type { DirectoryStore, GroupStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { PlaybookVersionStore } from '#features/playbook/store.ts';
import type { SystemHealth } from './data-fault.ts';
import type { IncidentStore, WatchStore } from './store.ts';

export interface WatchTx {
  readonly watches: WatchStore;
  readonly incidents: IncidentStore;
  readonly audit: AuditStore;
  readonly outbox: OutboxWriter;
  readonly channels: ChannelStore;
  readonly directory: DirectoryStore;
  readonly groups: GroupStore;
  readonly campaigns: CampaignStore;
  readonly playbookVersions: PlaybookVersionStore;
}

export interface WatchDesk<Tx extends WatchTx = WatchTx> {
  readonly transact: Transact<Tx>;
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly metrics: MetricStore;
  readonly values: ValueBook;
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Pick<Crm, 'recordUrl'>>;
  readonly draw: Draw;
  /** How each connected CRM's data comes in right now. */
  readonly health: () => Promise<readonly SystemHealth[]>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
}
