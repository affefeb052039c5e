// Made-up people of a mirror: who they are, their records and companies, and who owned them.
import { COUNTRIES, DAY, later, MINUTE, OWNERS, SOURCES, times } from './mirror-die.ts';
import type { Die, Row } from './mirror-die.ts';

const QUALITY_BITS = 2 ** 6;

export function aProspect(die: Die, id: number): Row {
  const createdAt = die.instant();
  const leadAt = die.rarely(0.1) ? later(die, createdAt, 3) : createdAt;
  const mqlAt = later(die, leadAt, 40);
  const sqlAt = later(die, mqlAt ?? leadAt, 60);
  const opportunityAt = later(die, sqlAt, 60);
  const assignedAt = later(die, createdAt, 2);
  return {
    id,
    email: `p${id}@company-${id % 200}.test`,
    name: die.maybe(`Person ${id}`),
    crm: die.one(['hubspot', 'salesforce']),
    company_key: die.maybe(`company-${id % 200}.test`),
    company_name: `Company ${id % 200}`,
    country: die.maybe(die.one(COUNTRIES)),
    employees: die.maybe(die.number(1, 3000)),
    source: die.maybe(die.one(SOURCES)),
    campaign_id: die.maybe(die.number(1, 24)),
    owner: die.maybe(die.one(OWNERS)),
    stage: die.maybe(die.one(['lead', 'customer', 'other'])),
    status: die.maybe('Open'),
    created_at: createdAt,
    modified_at: new Date(createdAt.getTime() + die.number(0, 200) * DAY),
    lead_at: leadAt,
    mql_at: mqlAt,
    sql_at: sqlAt,
    opportunity_at: opportunityAt,
    customer_at: later(die, opportunityAt, 90),
    assigned_at: assignedAt,
    first_touched_at: later(die, assignedAt, 6),
    marketable: die.rarely(0.7),
    opted_out: die.rarely(0.1),
    bounced: die.rarely(0.1),
    filled: die.number(0, QUALITY_BITS * 2 - 1),
    valid: die.number(0, QUALITY_BITS * 2 - 1),
    gone: die.rarely(0.05),
  };
}

export function aRecord(die: Die, id: number): Row {
  const crm = die.one(['hubspot', 'salesforce']);
  const createdAt = die.instant();
  return {
    crm,
    object: die.one(crm === 'hubspot' ? ['lead'] : ['lead', 'contact']),
    record_id: String(1000 + id),
    prospect_id: die.number(1, 3000),
    email: die.maybe(`r${die.number(1, 2500)}@acme.test`),
    name: die.maybe(`Record ${id}`),
    owner_id: die.maybe(String(die.number(74, 79))),
    country: die.maybe(die.one(COUNTRIES)),
    employees: die.maybe(die.number(1, 3000)),
    source: die.maybe(die.one(SOURCES)),
    stage: die.maybe(die.one(['lead', 'customer', 'other'])),
    converted_at: crm === 'salesforce' && die.rarely(0.1) ? createdAt : null,
    twins: [],
    created_at: createdAt,
    modified_at: createdAt,
    gone: die.rarely(0.05),
  };
}

export function aCompany(die: Die, id: number): Row {
  const createdAt = die.instant();
  return {
    crm: die.one(['hubspot', 'salesforce']),
    record_id: String(id),
    name: `Company ${id}`,
    domain: die.maybe(`${die.rarely(0.2) ? 'Dup' : 'dup'}${die.number(1, 150)}.test`),
    employees: die.maybe(die.number(1, 3000)),
    country: die.maybe(die.one(COUNTRIES)),
    owner_id: die.maybe(String(die.number(74, 79))),
    created_at: createdAt,
    modified_at: createdAt,
    gone: die.rarely(0.05),
  };
}

export function owners(die: Die, { crm, object, record_id, prospect_id: prospect, created_at: at }: Row): Row[] {
  return times(die.number(0, 3), (n) => ({
    crm,
    object,
    record_id,
    field: 'owner',
    at: new Date((at as Date).getTime() + n * die.number(0, 5) * DAY + Number(prospect) * MINUTE),
    value: die.maybe(String(die.number(74, 79))),
    observed: die.rarely(0.3),
  })).filter((row, index, all) => all.findIndex((same) => same.at.getTime() === row.at.getTime()) === index);
}

export function people(): Row[] {
  const users = [
    ['74', 'Ana@Acme.test'],
    ['75', 'bo@acme.test'],
    ['76', 'cy@acme.test'],
    ['77', null],
  ] as const;
  return ['hubspot', 'salesforce'].flatMap((crm) =>
    users.map(([id, email]) => ({ crm, user_id: id, name: id, email, active: true, kind: 'person' })),
  );
}

export function stages(): Row[] {
  const stage = (crm: string, object: string, id: string, label: string): Row => ({
    crm,
    object,
    stage_id: id,
    label,
    closed: false,
    won: false,
    position: 1,
  });
  return ['hubspot', 'salesforce'].flatMap((crm) => [
    stage(crm, 'opportunity', 'proposal', 'Proposal sent'),
    stage(crm, 'opportunity', 'closedwon', 'Won'),
    stage(crm, 'lead', 'lead', 'New lead'),
  ]);
}
