// What became of each person of the past, told from the past itself: no row of a CRM and none of a table is looked at.
import type { Past, PastPerson } from '#sandbox/world/past/past.ts';
import { startOfDay } from './days.ts';
import type { TruthRules } from './rules.ts';

export interface TruePerson {
  readonly person: PastPerson;
  readonly source: string | null;
  readonly campaign: string | null;
  readonly owner: string | null;
  readonly country: string | null;
  readonly employees: number | null;
  readonly crm: string;
  readonly createdAt: number;
  /** When any record of theirs changed last. */
  readonly modifiedAt: number;
  readonly leadAt: number;
  readonly mqlAt: number | null;
  readonly sqlAt: number | null;
  readonly opportunityAt: number | null;
  readonly customerAt: number | null;
  readonly assignedAt: number | null;
  readonly touchedAt: number | null;
  /** Of email, name, company, country, source and owner, how many a CRM was told. */
  readonly filled: number;
}

const MINUTE = 60_000;

/** Those that are there; whoever was deleted everywhere is not. */
export function truePeople(past: Past, { zone }: TruthRules): readonly TruePerson[] {
  const offered = earliest(past.deals.map(({ person, createdAt }) => [person, createdAt] as const));
  const living = past.deals.filter(({ deletedAt }) => deletedAt === null);
  const livingOffer = earliest(living.map(({ person, createdAt }) => [person, createdAt] as const));
  const bought = past.deals.flatMap((deal) => (deal.won && deal.closedAt !== null ? [deal] : []));
  const boughtAt = earliest(bought.map(({ person, closedAt }) => [person, closedAt ?? 0] as const));
  const closing = earliest(bought.map((deal) => [deal.person, closeOf(deal.closeDate, deal.createdAt, zone)] as const));
  const converted = earliest(
    past.deals.flatMap(({ person, crm, createdAt }) => (crm === 'salesforce' ? [[person, createdAt] as const] : [])),
  );
  // Salesforce's first campaign of somebody is the one that they were entered into first.
  const joined = firstCampaigns(past);
  const touched = earliest(past.activities.map(({ person, at }) => [person, at] as const));

  return past.people
    .filter(({ deletedAt }) => deletedAt === null)
    .map((person): TruePerson => {
      const { company, hubspot, createdAt, owner, assignedAt } = person;
      const offer = offered.get(person);
      const buy = boughtAt.get(person);
      return {
        person,
        source: person.source === null ? null : person.source.name,
        campaign: (hubspot ? person.campaign?.name : undefined) ?? joined.get(person) ?? null,
        owner: owner?.email ?? null,
        country: person.country,
        employees: company === null || company.lacksEmployees ? null : company.employees,
        crm: hubspot ? 'hubspot' : 'salesforce',
        createdAt,
        modifiedAt: lastChange(person, [offer, buy], converted.get(person)),
        leadAt: createdAt,
        mqlAt: person.mqlAt,
        sqlAt: person.sqlAt,
        // HubSpot's workflow moves a contact on a minute after its deal, also after one that is deleted later.
        opportunityAt: least(livingOffer.get(person), hubspot && offer !== undefined ? offer + MINUTE : undefined),
        customerAt: least(closing.get(person), hubspot && buy !== undefined ? buy + MINUTE : undefined),
        assignedAt,
        touchedAt: touched.get(person) ?? null,
        filled:
          2 +
          (company === null ? 0 : 1) +
          (person.country === null ? 0 : 1) +
          (person.source === null ? 0 : 1) +
          (owner === null ? 0 : 1),
      };
    });
}

/** HubSpot's workflow writes a minute after a deal; Salesforce hears of people of both CRMs seven or eight minutes later. */
function lastChange(person: PastPerson, deals: readonly (number | undefined)[], converted: number | undefined): number {
  const { hubspot, salesforce, salesforceAt, createdAt, mqlAt, sqlAt, lostAt, assignedAt, ownerBefore, double } =
    person;
  const heard = (at: number, late: number): number => (hubspot ? Math.max(at, salesforceAt) + late * MINUTE : at);
  const inHubspot = [createdAt, mqlAt, sqlAt, lostAt, double?.mergedAt, ...deals.map((at) => (at ?? 0) + MINUTE)];
  const steps = [mqlAt && heard(mqlAt, 7), sqlAt && heard(sqlAt, 8), lostAt && heard(lostAt, 7), converted];
  const inSalesforce = [salesforceAt, double?.mergedAt === null ? double.at : 0, ...steps];
  const both = [...(hubspot ? inHubspot : []), ...(salesforce ? inSalesforce : []), assignedAt, ownerBefore?.until];
  return Math.max(...both.map((at) => at ?? 0));
}

function firstCampaigns({ touches }: Past): ReadonlyMap<PastPerson, string> {
  const members = touches
    .filter(({ crm }) => crm === 'salesforce')
    .toSorted((one, other) => other.enteredAt - one.enteredAt);
  return new Map(
    members.flatMap(({ person, campaign }) => (campaign === null ? [] : [[person, campaign.name] as const])),
  );
}

/** The first instant of the day, or when it was made where that is later on the same day. */
export function closeOf(day: string, createdAt: number, zone: string): number {
  const start = startOfDay(day, zone);
  return createdAt > start ? createdAt : start;
}

function earliest<Key>(pairs: readonly (readonly [Key, number])[]): ReadonlyMap<Key, number> {
  const first = new Map<Key, number>();
  for (const [key, at] of pairs) if (at < (first.get(key) ?? Infinity)) first.set(key, at);
  return first;
}

function least(...instants: readonly (number | undefined)[]): number | null {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
