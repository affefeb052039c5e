// What a list of deletions says is gone, while its lead is still here: a hint, as a webhook would have given one.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { CRM_OBJECTS } from '#ports/crm.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { RowRef } from '#ports/crm-history.ts';
import { changeHint } from './change-hint.ts';
import type { Inbox, MirrorStore } from './store.ts';

export interface NoticeDeps {
  readonly inbox: Pick<Inbox, 'receive'>;
  readonly mirror: Pick<MirrorStore, 'getMany'>;
  readonly clock: Clock;
}

/** Once a version of the record, however often the list is read. */
export async function noticeGone({ inbox, mirror, clock }: NoticeDeps, refs: readonly RowRef[]): Promise<void> {
  const kept = await mirror.getMany(refs.filter(isRecord));
  const correlationId = newCorrelationId();
  const hints = kept
    .filter(({ gone }) => !gone)
    .map((record) => changeHint({ ...record, deleted: true }, correlationId));
  await inbox.receive(hints, clock.now());
}

function isRecord(ref: RowRef): ref is RecordRef & RowRef {
  return CRM_OBJECTS.some((object) => object === ref.object);
}
