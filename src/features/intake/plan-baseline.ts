// What records from before the connection become, many at once: the same leads as one after the other would make. Pure;
// what speaks, is held or is somebody's already is left to be absorbed one by one.
import { isDeepStrictEqual } from 'node:util';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Lead } from '#features/leads/lead.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { LeadId } from '#kernel/ids.ts';
import type { CrmRecord, CrmUser, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { asLeadRecord, emailOf } from './absorbing.ts';
import { describedBy, emailAfter, inOrder, newLeadFrom, ownerKey, peopleOf } from './new-lead.ts';
import type { MirroredRecord } from './store.ts';

export interface BaselineKnown {
  readonly playbook: Playbook;
  /** Every lead that has one of the records, what they were converted to, or an address of theirs. */
  readonly leads: readonly Lead[];
  /** The records of those leads. */
  readonly mirrored: readonly MirroredRecord[];
  /** By `ownerKey`. */
  readonly users: ReadonlyMap<string, CrmUser>;
  /** Addresses of records that go the usual way already. */
  readonly reserved: readonly string[];
  readonly now: Date;
}

export interface BaselinePlan {
  /** To be mirrored. */
  readonly records: readonly CrmRecord[];
  readonly created: readonly Lead[];
  /** Leads that were there and got further records. */
  readonly rewritten: readonly Lead[];
  /** For the usual way. */
  readonly left: readonly CrmRecord[];
  readonly joined: number;
  readonly converted: number;
}

interface Drafts {
  readonly byRef: Map<string, LeadId>;
  readonly byEmail: Map<string, LeadId>;
  readonly mirror: Map<string, MirroredRecord>;
  readonly left: CrmRecord[];
  readonly leftEmails: Set<string>;
  readonly current: Map<LeadId, Lead>;
  joined: number;
  converted: number;
}

/** @param records unknown, of one CRM, from before the connection; in the order in which they would be absorbed. */
export function planBaseline(records: readonly CrmRecord[], known: BaselineKnown): BaselinePlan {
  const drafts: Drafts = {
    byRef: new Map(),
    byEmail: new Map(),
    mirror: new Map(known.mirrored.map((record) => [refKey(record.ref), record])),
    left: [],
    leftEmails: new Set(known.reserved),
    current: new Map(),
    joined: 0,
    converted: 0,
  };
  for (const lead of known.leads) keep(drafts, lead);
  for (const record of records) {
    if (!take(drafts, known, record)) leave(drafts, record);
  }
  const left = new Set(drafts.left);
  const before = new Map(known.leads.map((lead) => [lead.id, lead]));
  const after = [...drafts.current.values()];
  return {
    records: records.filter((record) => !left.has(record)),
    created: after.filter(({ id }) => !before.has(id)),
    rewritten: after.filter((lead) => before.has(lead.id) && before.get(lead.id) !== lead),
    left: drafts.left,
    joined: drafts.joined,
    converted: drafts.converted,
  };
}

/** What stands for one of their people goes the same way: who comes first decides. */
function leave({ left, leftEmails }: Drafts, record: CrmRecord): void {
  left.push(record);
  const email = emailOf(record);
  if (email !== null) leftEmails.add(email);
}

/** False: not for us. */
function take(drafts: Drafts, known: BaselineKnown, record: CrmRecord): boolean {
  const { byRef, byEmail, mirror, leftEmails } = drafts;
  const { object } = record.ref;
  if (object === 'lead' || object === 'contact') {
    const email = emailOf(record);
    if (email !== null && leftEmails.has(email)) return false;
    const own = byRef.get(refKey(record.ref));
    const same = email === null ? undefined : byEmail.get(email);
    if (own && same && own !== same) return false;
    const id = own ?? same;
    const found = id && drafts.current.get(id);
    if (found && !isSilent(found)) return false;
    mirror.set(refKey(record.ref), { ...record, gone: false });
    if (found) join(drafts, known, record, found, own === undefined);
    else if (object === 'lead') admit(drafts, known, record);
  }
  return true;
}

/** Nobody holds it and nobody was told of it, so that a further record is no news to anybody. */
function isSilent({ standing, state, card, claimedBy, claimedAt, offeredTo }: Lead): boolean {
  const untouched = card === null && claimedBy === null && claimedAt === null && offeredTo === null;
  return standing === 'baseline' && untouched && (state === 'open' || state === 'converted');
}

function admit(drafts: Drafts, known: BaselineKnown, record: CrmRecord): void {
  const draft: Lead = { ...newLeadFrom(record, known.now), standing: 'baseline' };
  keep(drafts, converted(drafts, known, record, described(drafts, known, draft)));
}

function join(drafts: Drafts, known: BaselineKnown, record: CrmRecord, found: Lead, isNew: boolean): void {
  if (isNew) drafts.joined += 1;
  const records = isNew ? inOrder([...found.records, asLeadRecord(record)]) : found.records;
  const before: Lead = { ...found, records };
  const is = described(drafts, known, before);
  const after: Lead = { ...is, email: emailAfter(before, is, record) };
  const changed = isDeepStrictEqual(before, after) ? before : { ...after, changedAt: known.now };
  keep(drafts, converted(drafts, known, record, changed));
}

function described({ mirror }: Drafts, { playbook, users, now }: BaselineKnown, lead: Lead): Lead {
  const records = peopleOf(lead).flatMap((ref) => mirror.get(refKey(ref)) ?? []);
  return describedBy(lead, { playbook, records, userOf: (record) => users.get(ownerKey(record) ?? '') ?? null, now });
}

function converted(drafts: Drafts, { now }: BaselineKnown, record: CrmRecord, lead: Lead): Lead {
  if (record.converted === null || lead.state === 'converted') return lead;
  drafts.converted += 1;
  const made = becameOf(record)
    .filter((ref) => !drafts.byRef.has(refKey(ref)) && !lead.records.some((own) => refKey(own) === refKey(ref)))
    .map((ref) => ({ ...ref, madeBy: null, ownerId: null }));
  return {
    ...lead,
    state: 'converted',
    notice: `Converted in ${CRM_LABELS[record.ref.crm]}`,
    changedAt: now,
    records: inOrder([...lead.records, ...made]),
  };
}

/** What a lead was converted to. */
export function becameOf({ ref: { crm }, converted: became }: CrmRecord): readonly RecordRef[] {
  const { opportunityId = null, contactId = null } = became ?? {};
  return [
    ...(opportunityId === null ? [] : [{ crm, object: 'opportunity' as const, id: opportunityId }]),
    ...(contactId === null ? [] : [{ crm, object: 'contact' as const, id: contactId }]),
  ];
}

function keep({ byRef, byEmail, current }: Drafts, lead: Lead): void {
  const address = current.get(lead.id)?.email ?? null;
  if (address !== null && address !== lead.email) byEmail.delete(address);
  current.set(lead.id, lead);
  for (const record of lead.records) byRef.set(refKey(record), lead.id);
  if (lead.email !== null) byEmail.set(lead.email, lead.id);
}
