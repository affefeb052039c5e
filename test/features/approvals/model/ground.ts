// What a run of the model stands on: the stores in memory or in PostgreSQL.
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type { Transact } from '#ports/transact.ts';

export interface Ground {
  readonly stores: ApprovalTx;
  readonly transact: Transact<ApprovalTx>;
  /** Keys of the messages that ops got. */
  opsTold(): Promise<readonly string[]>;
  /** Whatever is not kept is forgotten. */
  restart(): Promise<void>;
}
