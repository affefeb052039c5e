// Leads and contacts as rows of a history: who they are, where they came from, and what became of them when.
import { z } from 'zod';
import type { FieldChange, PersonRow } from '#ports/crm-history.ts';
import { idCore } from '../objects.ts';
import { Base } from '../read-rows.ts';
import { instant } from '../values.ts';
import { dayWithin, ownerOf, stampsOf, textOf } from './reading.ts';
import type { About, HistoryView } from './source.ts';
import { sourceOf } from './source.ts';
import { changesOf, ownerChanges } from './tracking.ts';

const text = z.string().nullish();

const Person = Base.extend({
  Name: text,
  Title: text,
  Phone: text,
  Email: text,
  LeadSource: text,
  HasOptedOutOfEmail: z.boolean().nullish(),
  EmailBouncedDate: text,
  FirstCallDateTime: text,
  FirstEmailDateTime: text,
  // The first campaign that they were a member of.
  CampaignMembers: z.object({ records: z.array(z.object({ CampaignId: text })) }).nullish(),
});
const LeadRow = Person.extend({
  Company: text,
  Country: text,
  Industry: text,
  NumberOfEmployees: z.number().nullish(),
  Status: text,
  ConvertedDate: text,
});
const ContactRow = Person.extend({ MailingCountry: text });
type Person = z.infer<typeof Person>;
type LeadRow = z.infer<typeof LeadRow>;
type ContactRow = z.infer<typeof ContactRow>;

const FIELDS = [
  'OwnerId',
  'Name',
  'Title',
  'Phone',
  'Email',
  'LeadSource',
  'HasOptedOutOfEmail',
  'EmailBouncedDate',
  // Where the org has Sales Engagement.
  'FirstCallDateTime',
  'FirstEmailDateTime',
];
const first = { of: 'CampaignMember', relationship: 'CampaignMembers', field: 'CampaignId' };

export const LEADS = sourceOf({
  sobject: 'Lead',
  prefix: '00Q',
  object: 'lead',
  mirrored: 'lead',
  fields: [...FIELDS, 'Company', 'Country', 'Industry', 'NumberOfEmployees', 'Status', 'ConvertedDate'],
  schema: LeadRow,
  first,
  tell: tellLeads,
});

export const CONTACTS = sourceOf({
  sobject: 'Contact',
  prefix: '003',
  object: 'contact',
  mirrored: 'contact',
  fields: [...FIELDS, 'MailingCountry'],
  schema: ContactRow,
  first,
  tell: tellContacts,
});

async function tellLeads({ tracking }: HistoryView, rows: readonly LeadRow[], about: About) {
  const [entries, status, owner] = await Promise.all([
    tracking.read('Lead', ['Status', 'Owner', 'leadConverted'], about),
    tracking.since('Lead', 'Status'),
    tracking.since('Lead', 'Owner'),
  ]);
  const tell = (row: LeadRow): PersonRow => {
    const own = entries.get(idCore(row.Id)) ?? [];
    const createdAt = instant(row.CreatedDate);
    const of = (name: string) => own.filter((entry) => entry.field === name);
    const told = { createdAt, entries: of('Status'), present: textOf(row.Status), since: status };
    const owned = { createdAt, entries: of('Owner'), present: row.OwnerId ?? null, since: owner };
    const changes = [...changesOf({ field: 'status', ...told }), ...ownerChanges(owned)];
    return leadOf(row, changes, of('leadConverted').at(-1)?.at ?? null);
  };
  return { rows: rows.map(tell) };
}

async function tellContacts({ tracking }: HistoryView, rows: readonly ContactRow[], about: About) {
  const [entries, since] = await Promise.all([
    tracking.read('Contact', ['Owner'], about),
    tracking.since('Contact', 'Owner'),
  ]);
  const tell = (row: ContactRow): PersonRow => {
    const createdAt = instant(row.CreatedDate);
    const owned = { createdAt, entries: entries.get(idCore(row.Id)) ?? [], present: row.OwnerId ?? null, since };
    return contactOf(row, ownerChanges(owned));
  };
  return { rows: rows.map(tell) };
}

function leadOf(row: LeadRow, changes: readonly FieldChange[], convertedAt: Date | null): PersonRow {
  return {
    ...personOf(row),
    object: 'lead',
    companyId: null,
    companyName: textOf(row.Company),
    country: textOf(row.Country),
    industry: textOf(row.Industry),
    employees: row.NumberOfEmployees ?? null,
    status: textOf(row.Status),
    convertedAt: row.IsConverted === true ? (convertedAt ?? convertedOn(row)) : null,
    convertedContactId: row.ConvertedContactId ?? null,
    convertedDealId: row.ConvertedOpportunityId ?? null,
    changes,
  };
}

/** Without history all that is known is the day. */
function convertedOn(row: LeadRow): Date {
  const [from, until] = [instant(row.CreatedDate), instant(row.SystemModstamp)];
  return row.ConvertedDate ? dayWithin(row.ConvertedDate, from, until) : until;
}

function contactOf(row: ContactRow, changes: readonly FieldChange[]): PersonRow {
  return {
    ...personOf(row),
    object: 'contact',
    companyId: row.AccountId ?? null,
    companyName: null,
    country: textOf(row.MailingCountry),
    industry: null,
    employees: null,
    status: null,
    convertedAt: null,
    convertedContactId: null,
    convertedDealId: null,
    changes,
  };
}

function personOf(row: Person) {
  return {
    ...stampsOf(row),
    kind: 'person',
    email: textOf(row.Email),
    name: textOf(row.Name),
    title: textOf(row.Title),
    phone: textOf(row.Phone),
    ownerId: ownerOf(row.OwnerId),
    source: textOf(row.LeadSource),
    sourceDetail: null,
    campaignId: row.CampaignMembers?.records[0]?.CampaignId ?? null,
    stage: null,
    marketable: null,
    optedOut: row.HasOptedOutOfEmail ?? null,
    bounced: row.EmailBouncedDate === undefined ? null : row.EmailBouncedDate !== null,
    firstTouchedAt: firstOf([row.FirstCallDateTime, row.FirstEmailDateTime]),
    twins: [],
  } as const;
}

function firstOf(times: readonly (string | null | undefined)[]): Date | null {
  const known = times.filter((time) => typeof time === 'string').map(instant);
  return known.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
