// A lead as its first record makes it, and a lead as its records describe it. Pure.
import { newLeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { refKey } from '#ports/crm.ts';
import type { CrmRecord, CrmUser } from '#ports/crm.ts';
import type { Lead, LeadRecord } from '#features/leads/lead.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { scoreFacts } from '#features/rules/score-facts.ts';
import { asLeadRecord, emailOf } from './absorbing.ts';
import { composeFacts } from './compose-facts.ts';
import type { MirroredRecord } from './store.ts';

/** Still without facts and score. */
export function newLeadFrom(record: CrmRecord, now: Date): Lead {
  return {
    id: newLeadId(),
    email: emailOf(record),
    facts: { lead: null, company: null, opportunity: null },
    score: null,
    scoreReasons: [],
    state: 'open',
    standing: 'announced',
    priority: 'normal',
    headline: null,
    team: null,
    claimBy: 'anyone',
    offeredTo: null,
    offerEndsAt: null,
    claimedBy: null,
    claimedAt: null,
    notice: null,
    touchedAt: null,
    card: null,
    mergedInto: null,
    holdId: null,
    createdAt: record.createdAt,
    seenAt: now,
    changedAt: now,
    records: [asLeadRecord(record)],
  };
}

/** Those of a lead's records that say who it is. */
export function peopleOf(lead: Pick<Lead, 'records'>): readonly LeadRecord[] {
  return lead.records.filter(({ object }) => object === 'lead' || object === 'contact');
}

export interface Described {
  readonly playbook: Playbook;
  /** Its people's records, as mirrored. */
  readonly records: readonly MirroredRecord[];
  /** Null for an owner that nobody knows. */
  readonly userOf: (record: MirroredRecord) => CrmUser | null;
  readonly now: Date;
}

/** The lead with facts, score and age as its records now say. */
export function describedBy(lead: Lead, { playbook, records, userOf, now }: Described): Lead {
  const oldest = Math.min(...records.map(({ createdAt }) => createdAt.getTime()), lead.createdAt.getTime());
  const createdAt = new Date(oldest);
  const owner = records.filter(({ ref }) => ref.object === 'lead').flatMap((record) => userOf(record) ?? [])[0] ?? null;
  return { ...lead, createdAt, ...scoreFacts(playbook, composeFacts(records, owner), elapsed(createdAt, now)) };
}

/**
 * The address follows the record that decides it: then it is the one whose identity is locked, and no other lead's.
 * Else the lead keeps the address that it is known by.
 */
export function emailAfter(
  before: Pick<Lead, 'email'>,
  { facts }: Pick<Lead, 'facts'>,
  record: CrmRecord,
): string | null {
  const own = emailOf(record);
  const said = facts.lead?.['email'];
  const decided = typeof said === 'string' ? said.trim().toLowerCase() : null;
  return own !== null && own === decided ? own : (before.email ?? own);
}

/** For maps of users: whose id it is depends on the CRM. */
export function ownerKey({ ref, ownerId }: Pick<CrmRecord, 'ref' | 'ownerId'>): string | null {
  return ownerId === null ? null : `${ref.crm}:${ownerId}`;
}

/** The order in which the database hands a lead's records out. */
export function inOrder(records: readonly LeadRecord[]): readonly LeadRecord[] {
  return records.toSorted((one, other) => (refKey(one) < refKey(other) ? -1 : 1));
}
