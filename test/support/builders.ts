// People, CRM records, claims and intents to vary in tests; leads are in lead-builder.ts.
import { randomUUID } from 'node:crypto';
import type { Claim, ClaimWrite } from '#features/leads/claim.ts';
import { CorrelationId, newLeadId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName, CrmRecord, CrmUser, RecordRef } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { noon } from './lead-builder.ts';

export const correlationId = CorrelationId.parse('test');

/** `aPerson('Ana')` is U0ANA, ana@acme.test. */
export function aPerson(name: string, over: Partial<Omit<SlackPerson, 'id'>> & { id?: string } = {}): SlackPerson {
  return {
    name,
    email: `${name.toLowerCase()}@acme.test`,
    timeZone: 'Europe/Berlin',
    active: true,
    away: false,
    ...over,
    id: SlackUserId.parse(over.id ?? `U0${name.toUpperCase()}`),
  };
}

/** `aCrmUser('hubspot', 'Ana')` has the id `hubspot-ana` and Ana's e-mail address. */
export function aCrmUser(crm: CrmName, name: string, over: Partial<CrmUser> = {}): CrmUser {
  const short = name.toLowerCase();
  return { id: `${crm}-${short}`, name, email: `${short}@acme.test`, active: true, kind: 'person', ...over };
}

export interface RecordOverrides extends Partial<Omit<CrmRecord, 'ref'>> {
  readonly ref?: Partial<RecordRef>;
}

/** A HubSpot contact that was created at noon and has no owner. */
export function aCrmRecord({ ref, ...over }: RecordOverrides = {}): CrmRecord {
  return {
    ref: { crm: 'hubspot', object: 'lead', id: randomUUID(), ...ref },
    createdAt: noon,
    modifiedAt: noon,
    ownerId: null,
    fields: { first_name: 'Mia', last_name: 'Sand', score: 50 },
    company: { id: null, fields: { name: 'Acme', employees: 100 } },
    leadIds: [],
    converted: null,
    ...over,
  };
}

/** An owner change of a HubSpot contact from nobody to Ana that HubSpot has not answered yet. */
export function aWrite(over: Partial<ClaimWrite> = {}): ClaimWrite {
  return {
    crm: 'hubspot',
    object: 'lead',
    id: '501',
    expected: null,
    target: 'hubspot-ana',
    outcome: 'pending',
    message: null,
    rival: null,
    ...over,
  };
}

export function aClaim(over: Partial<Claim> = {}): Claim {
  return {
    id: randomUUID(),
    leadId: newLeadId(),
    by: aPerson('Ana').id,
    kind: 'claim',
    at: noon,
    state: 'writing',
    channel: null,
    writes: [aWrite()],
    ...over,
  };
}

/** An intent at its first attempt. */
export function aHeldIntent(intent: Pick<HeldIntent, 'kind' | 'payload'> & Partial<HeldIntent>): HeldIntent {
  const key = `${intent.kind}:${randomUUID()}`;
  return { id: '1', key, lane: key, urgency: 5, correlationId, attempt: 1, createdAt: noon, ...intent };
}
