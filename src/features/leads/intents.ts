// What leads ask of the world outside, as outbox intents. One lane a card and one a CRM record keep their order.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { LeadId, SlackUserId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import { CRM_NAMES, refKey } from '#ports/crm.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { Intent } from '#ports/outbox.ts';
import type { Cause } from '#features/messages/intents.ts';

/** Details come in groups: an edit for them waits so long, and shows them all. */
const DETAILS_MS = 2_000;

export const CardPayload = z.object({
  lead: LeadId,
  /** Nobody can have posted this lead's card before. */
  first: z.boolean().default(false),
});

export function cardLane(lead: LeadId): string {
  return `card:${lead}`;
}

/** Brings the lead's one card up to date: posts it when it is not there yet. `first`: this is what announces the lead. */
export function cardIntent(lead: LeadId, urgency: 0 | 5 | 9, { at, correlationId }: Cause, first = false): Intent {
  return {
    kind: 'lead.card',
    lane: cardLane(lead),
    key: `card:${lead}:${randomUUID()}`,
    urgency,
    payload: { lead, ...(first ? { first } : {}) },
    correlationId,
    ...(urgency === 9 ? { dueAt: after(at, DETAILS_MS), once: true } : {}),
  };
}

export const ThreadPayload = z.object({
  lead: LeadId,
  text: z.string(),
});

export function threadLane(lead: LeadId): string {
  return `thread:${lead}`;
}

/**
 * A line in the card's thread: history without a ping. `text` is plain; it is escaped when it is sent. Lines have a lane
 * of their own, so that the card's next edit waits for none of them.
 */
export function threadIntent(lead: LeadId, text: string, { correlationId }: Cause): Intent {
  const lane = threadLane(lead);
  const key = `${lane}:${randomUUID()}`;
  return {
    kind: 'lead.thread',
    lane,
    key,
    urgency: 9,
    payload: { lead, text },
    correlationId,
  };
}

export const RefPayload = z.object({
  crm: z.enum(CRM_NAMES),
  object: z.enum(['lead', 'contact', 'company', 'opportunity', 'task']),
  id: z.string(),
});

export const AssignPayload = z.object({ claim: z.uuid(), lead: LeadId, ref: RefPayload });

/** Changes the owner of one record, as a claim decided. */
export function assignIntent(claim: string, lead: LeadId, ref: RecordRef, { correlationId }: Cause): Intent {
  const { crm, object, id } = ref;
  return {
    kind: 'crm.assign',
    lane: `record:${refKey(ref)}`,
    key: `assign:${claim}:${refKey(ref)}`,
    urgency: 0,
    payload: { claim, lead, ref: { crm, object, id } },
    correlationId,
  };
}

const FieldsPayload = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const CreatePayload = z.object({
  lead: LeadId,
  crm: z.enum(CRM_NAMES),
  object: z.enum(['opportunity', 'task']),
  key: z.string(),
  /** Rule that asked for it; null for a person's own entry. */
  rule: z.string().nullable(),
  /** Version of the playbook that the rule stands in. */
  playbookVersion: z.int().nullable().default(null),
  fields: FieldsPayload,
  /** Who shall own it; null: whoever holds the lead, or whom it was offered to. */
  owner: SlackUserId.nullable(),
});
export type CreatePayload = z.infer<typeof CreatePayload>;

/** Makes an opportunity or task for a lead; the same `key` never makes two. */
export function createIntent(payload: z.input<typeof CreatePayload>, { correlationId }: Cause): Intent {
  return {
    kind: 'crm.create',
    lane: `create:${payload.key}`,
    key: `create:${payload.key}`,
    urgency: 5,
    payload: { ...payload, playbookVersion: payload.playbookVersion ?? null },
    correlationId,
  };
}

export const UpdatePayload = z.object({
  subject: z.string(),
  lead: LeadId.nullable(),
  ref: RefPayload,
  fields: FieldsPayload,
  /** Rule that asked for it; null for a person's decision. */
  rule: z.string().nullable(),
  /** Version of the playbook that the rule stands in. */
  playbookVersion: z.int().nullable().default(null),
});
export type UpdatePayload = z.infer<typeof UpdatePayload>;

/** Writes fields of one record. */
export function updateIntent(payload: z.input<typeof UpdatePayload>, { correlationId }: Cause): Intent {
  return {
    kind: 'crm.update',
    lane: `record:${refKey(payload.ref)}`,
    key: `update:${refKey(payload.ref)}:${randomUUID()}`,
    urgency: 5,
    payload: { ...payload, playbookVersion: payload.playbookVersion ?? null },
    correlationId,
  };
}

export const AlertPayload = z.object({
  channel: z.string(),
  headline: z.string(),
  event: z.string(),
  ref: RefPayload,
  fields: FieldsPayload,
});
export type AlertPayload = z.infer<typeof AlertPayload>;

/** One message about an opportunity. `key` makes it once. */
export function alertIntent(payload: AlertPayload, key: string, { correlationId }: Cause): Intent {
  return { kind: 'opportunity.alert', lane: `alert:${key}`, key: `alert:${key}`, urgency: 5, payload, correlationId };
}
