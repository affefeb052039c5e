// Whom an intent needs outside: Slack, one of the CRMs, or nobody. Pure.
import { z } from 'zod';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Intent } from '#ports/outbox.ts';

export type Side = 'slack' | CrmName;

/** Kinds beside `crm.…` that are for a CRM. */
const FOR_CRM: ReadonlySet<string> = new Set(['campaign.write', 'campaign.stop', 'workitem.decide']);
/** What stays in the house, or asks neither. */
const FOR_NOBODY: ReadonlySet<string> = new Set(['hold.release', 'campaign.launch']);

const Named = z.object({
  crm: z.enum(CRM_NAMES).optional(),
  ref: z.object({ crm: z.enum(CRM_NAMES) }).optional(),
});

/** Whether intents of this kind need neither Slack nor a CRM. */
export function staysInside(kind: string): boolean {
  return FOR_NOBODY.has(kind);
}

/** Whether intents of this kind are for this side; one for a CRM may be for either. */
export function isFor(kind: string, side: Side): boolean {
  if (staysInside(kind)) return false;
  return isForCrm(kind) === (side !== 'slack');
}

/** Null for one that stays in the house, and for one that names no CRM although it is for one. */
export function sideOf({ kind, payload }: Pick<Intent, 'kind' | 'payload'>): Side | null {
  if (!isForCrm(kind)) return isFor(kind, 'slack') ? 'slack' : null;
  const named = Named.safeParse(payload).data;
  return named?.crm ?? named?.ref?.crm ?? null;
}

function isForCrm(kind: string): boolean {
  return kind.startsWith('crm.') || FOR_CRM.has(kind);
}
