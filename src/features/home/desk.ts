// What the Home tab works with.
import type { ApprovalDesk, ApprovalTx } from '#features/approvals/desk.ts';
import type { WatchDesk, WatchTx } from '#features/anomalies/desk.ts';
import type { WorkItemStore } from '#features/workitems/store.ts';

export interface HomeTx extends ApprovalTx, WatchTx {
  readonly workItems: WorkItemStore;
}

export type HomeDesk<Tx extends HomeTx = HomeTx> = ApprovalDesk<Tx> &
  Pick<WatchDesk<Tx>, 'health' | 'metrics' | 'values'>;
