// What the verbs and listeners of reports work with.
import type { Clock } from '#ports/clock.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Asking } from './compose-digest.ts';
import type { ReportTx } from './deliver-report.ts';

export interface ReportDesk<Tx extends ReportTx = ReportTx> {
  readonly transact: Transact<Tx>;
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly asking: Asking;
}
