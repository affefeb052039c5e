// What requests of Salesforce's own approvals ask of the outbox: cards brought up to date, answers given there.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ChannelId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { Intent } from '#ports/outbox.ts';
import type { Cause } from '#features/messages/intents.ts';
import { WORK_ITEM_VERDICTS } from './work-item.ts';
import type { WorkItem, WorkItemVerdict } from './work-item.ts';

const Named = { crm: z.enum(CRM_NAMES), item: z.string() };

export const WorkItemCardPayload = z.object({
  ...Named,
  /** A card of somebody who is not asked any more: it says so, and is left alone from then on. */
  former: z.object({ channel: ChannelId, ts: z.string() }).nullable(),
});

/** Brings the request's card up to date, or posts it. `soon`: somebody who just pressed is looking at it. */
export function workItemCardIntent({ crm, id }: Pick<WorkItem, 'crm' | 'id'>, soon: boolean, cause: Cause): Intent {
  const lane = `workitem:${crm}:${id}`;
  return {
    kind: 'workitem.card',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: soon ? 0 : 5,
    payload: { crm, item: id, former: null },
    correlationId: cause.correlationId,
  };
}

/** Says on the card of whoever was asked before that they are asked no more; null where they never got one. */
export function formerCardIntent({ crm, id, card }: WorkItem, { correlationId }: Cause): Intent | null {
  if (card === null) return null;
  const { channel, ts } = card;
  const lane = `workitem:${crm}:${id}:${ts}`;
  const payload = { crm, item: id, former: { channel, ts } };
  return { kind: 'workitem.card', lane, key: lane, urgency: 5, payload, correlationId };
}

export const WorkItemDecidePayload = z.object({ ...Named, verdict: z.enum(WORK_ITEM_VERDICTS) });

export function decideLane({ crm, id }: Pick<WorkItem, 'crm' | 'id'>): string {
  return `workitem-decide:${crm}:${id}`;
}

/** Tells the CRM what the person decided. */
export function workItemDecideIntent(
  item: Pick<WorkItem, 'crm' | 'id'>,
  verdict: WorkItemVerdict,
  { correlationId }: Cause,
): Intent {
  const lane = decideLane(item);
  return {
    kind: 'workitem.decide',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: 0,
    payload: { crm: item.crm, item: item.id, verdict },
    correlationId,
  };
}
