// A person of the past as HubSpot's contact, with the history of its stage, status and owner.
import { COUNTRIES } from '../../countries.ts';
import type { HubspotIds } from './ids.ts';
import { WORKFLOW_MS } from '../milestones.ts';
import type { Milestones } from '../milestones.ts';
import type { PastPerson } from '../past.ts';

interface Version {
  readonly value: string;
  readonly timestamp: Date;
}

/** `until`: what follows from something by itself, some minutes later, may not have happened by then. */
export function contactSeedling(person: PastPerson, milestones: Milestones, ids: HubspotIds, until: number) {
  const stages = stageVersions(person, milestones).filter(({ timestamp }) => timestamp.getTime() <= until);
  const { source, campaign, company, createdAt, lostAt, deletedAt, double, owner, ownerBefore, assignedAt, visitedAt } =
    person;
  const owners = assignedAt === null ? [] : ownerVersions(person, assignedAt, ids);
  const statuses = [version('NEW', createdAt), ...(lostAt === null ? [] : [version('UNQUALIFIED', lostAt)])];
  const last = [...stages, ...owners, ...statuses].reduce((at, { timestamp }) => Math.max(at, timestamp.getTime()), 0);
  const by = campaign?.crm === 'hubspot' ? campaign : null;
  return {
    id: ids.contact(person),
    createdAt: new Date(createdAt),
    updatedAt: new Date(Math.max(last, double?.mergedAt ?? 0, person.tiedBy === 'id' ? person.salesforceAt : 0)),
    archivedAt: deletedAt === null ? null : new Date(deletedAt),
    properties: {
      email: person.email,
      firstname: person.firstName,
      lastname: person.lastName,
      jobtitle: person.title,
      phone: person.phone,
      company: company?.name ?? null,
      country: countryWord(person),
      hs_analytics_source: source?.hubspot ?? null,
      hs_analytics_source_data_1: source?.detail ?? null,
      hs_analytics_first_timestamp: visitedAt === null ? null : new Date(visitedAt).toISOString(),
      hs_analytics_first_touch_converting_campaign: by === null ? null : ids.campaign(by),
      lifecyclestage: stages.at(-1)?.value ?? 'lead',
      hs_lead_status: statuses.at(-1)?.value ?? 'NEW',
      hubspot_owner_id: ids.owner(owner?.email ?? null),
      hs_marketable_status: String(person.marketable),
      hs_email_optout: person.optedOut ? 'true' : null,
      hs_email_hard_bounce_reason_enum: person.bounced ? 'UNKNOWN_USER' : null,
      salesforceleadid: person.tiedBy === 'id' ? ids.lead(person) : null,
    },
    history: {
      ...(stages.length > 1 ? { lifecyclestage: stages } : {}),
      ...(statuses.length > 1 ? { hs_lead_status: statuses } : {}),
      ...(owners.length > 1 || (assignedAt !== null && assignedAt > createdAt) || ownerBefore !== null
        ? { hubspot_owner_id: owners }
        : {}),
    },
  };
}

function stageVersions(person: PastPerson, { offeredAt, boughtAt }: Milestones): readonly Version[] {
  const { createdAt, mqlAt, sqlAt } = person;
  const [offered, bought] = [offeredAt.get(person), boughtAt.get(person)];
  return [
    ...(mqlAt === createdAt ? [] : [version('lead', createdAt)]),
    ...(mqlAt === null ? [] : [version('marketingqualifiedlead', mqlAt)]),
    ...(sqlAt === null ? [] : [version('salesqualifiedlead', sqlAt)]),
    ...(offered === undefined ? [] : [version('opportunity', offered + WORKFLOW_MS)]),
    ...(bought === undefined ? [] : [version('customer', bought + WORKFLOW_MS)]),
  ];
}

function ownerVersions({ owner, ownerBefore }: PastPerson, assignedAt: number, ids: HubspotIds): readonly Version[] {
  const last = ids.owner(owner?.email ?? null);
  const first = ids.owner(ownerBefore?.owner.email ?? null);
  if (last === null) return [];
  if (ownerBefore === null || first === null) return [version(last, assignedAt)];
  return [version(first, assignedAt), version(last, ownerBefore.until)];
}

/** Some type a code into the form. */
function countryWord({ country, index }: PastPerson): string | null {
  if (country === null || index % 11 === 0) return country;
  return COUNTRIES[country]?.name ?? country;
}

function version(value: string, at: number): Version {
  return { value, timestamp: new Date(at) };
}
