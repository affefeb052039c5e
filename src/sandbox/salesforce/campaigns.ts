// What Salesforce works out about campaigns: a member's state, and the totals over members and opportunities, which change
// without stamping the campaign.
import { refusal } from './errors.ts';
import type { Row } from './fields.ts';
import type { Org, SalesforceChange } from './org.ts';
import { addRow, table } from './org.ts';
import { rememberPlanted } from './planted.ts';
import { rowsWhere } from './table-index.ts';

const STATUSES = [
  { Label: 'Sent', SortOrder: 3, IsDefault: true, HasResponded: false },
  { Label: 'Responded', SortOrder: 4, IsDefault: false, HasResponded: true },
];

/** Gives new campaigns their statuses, and keeps the totals of all of them from now on. */
export function keepCampaigns(org: Org): void {
  org.listeners.add((change) => {
    if (change.object === 'Campaign' && change.type === 'created') plantStatuses(org, change);
    for (const id of campaignsTouched(org, change)) countUp(org, id);
  });
}

function plantStatuses(org: Org, { id, by }: SalesforceChange): void {
  for (const status of STATUSES)
    addRow(org, 'CampaignMemberStatus', { ...status, CampaignId: id, IsDeleted: false }, by);
}

/** Campaigns whose totals a change can move; those that a record has left included. */
function campaignsTouched(org: Org, change: SalesforceChange): ReadonlySet<string> {
  const { object, id, fields } = change;
  if (object === 'Lead' && fields['IsConverted'] !== undefined) {
    const memberships = rowsWhere(org, 'CampaignMember', 'LeadId', [id]);
    return new Set(memberships.map((member) => String(member['CampaignId'])));
  }
  if (object !== 'CampaignMember' && object !== 'Opportunity') return new Set();
  const { from = null, to = null } = fields['CampaignId'] ?? {};
  const present = table(org, object).get(id)?.['CampaignId'] ?? null;
  return new Set([from, to, present].filter((value) => value !== null).map(String));
}

function countUp(org: Org, campaignId: string): void {
  const campaign = table(org, 'Campaign').get(campaignId);
  if (campaign === undefined) return;
  const totals = totalsOf(org, campaignId);
  const isNews = Object.entries(totals).some(([name, total]) => campaign[name] !== total);
  if (isNews) rememberPlanted(org, 'Campaign', campaignId);
  Object.assign(campaign, totals);
}

/** For those that were planted with what counts: it can be planted again. */
export function countPlanted(org: Org, campaignIds: Iterable<string>): void {
  for (const id of campaignIds) {
    const campaign = table(org, 'Campaign').get(id);
    if (campaign !== undefined) Object.assign(campaign, totalsOf(org, id));
  }
}

function totalsOf(org: Org, campaignId: string): Row {
  const isThere = (row: Row) => row['IsDeleted'] !== true;
  const members = rowsWhere(org, 'CampaignMember', 'CampaignId', [campaignId]).filter(isThere);
  const opportunities = rowsWhere(org, 'Opportunity', 'CampaignId', [campaignId]).filter(isThere);
  const won = opportunities.filter((row) => row['IsWon'] === true);
  const leads = members.filter((row) => (row['LeadId'] ?? null) !== null);
  const converted = leads.filter((row) => table(org, 'Lead').get(String(row['LeadId']))?.['IsConverted'] === true);
  return {
    NumberOfLeads: leads.length,
    NumberOfConvertedLeads: converted.length,
    NumberOfContacts: members.length - leads.length,
    NumberOfResponses: members.filter((row) => row['HasResponded'] === true).length,
    NumberOfOpportunities: opportunities.length,
    NumberOfWonOpportunities: won.length,
    AmountAllOpportunities: sumOf(opportunities),
    AmountWonOpportunities: sumOf(won),
  };
}

function sumOf(opportunities: readonly Row[]): number {
  return opportunities.reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0);
}

/** Throws for a member who is nobody, or who is one already. `id` is null for a new one. */
export function checkMember(org: Org, member: Row, id: string | null): void {
  const { CampaignId: campaignId, LeadId: leadId, ContactId: contactId } = member;
  if ((leadId ?? null) === null && (contactId ?? null) === null) {
    const words = 'Either a LeadId or a ContactId is required to create a campaign member';
    throw refusal(400, 'FIELD_INTEGRITY_EXCEPTION', words, ['LeadId', 'ContactId']);
  }
  const twin = rowsWhere(org, 'CampaignMember', 'CampaignId', [campaignId ?? null]).find(
    (row) =>
      row['Id'] !== id &&
      row['IsDeleted'] !== true &&
      ((leadId ?? null) === null ? row['ContactId'] === contactId : row['LeadId'] === leadId),
  );
  if (twin !== undefined) throw refusal(400, 'DUPLICATE_VALUE', 'Already a campaign member.', []);
}

/** What follows from a member's person and status. The date of the first response stays. */
export function memberValues(org: Org, member: Row): Row {
  const statuses = rowsWhere(org, 'CampaignMemberStatus', 'CampaignId', [member['CampaignId'] ?? null]).filter(
    (row) => row['IsDeleted'] !== true,
  );
  const first = statuses.find((row) => row['IsDefault'] === true)?.['Label'] ?? 'Sent';
  const status = member['Status'] ?? first;
  const hasResponded = statuses.find((row) => row['Label'] === status)?.['HasResponded'] === true;
  const lead = table(org, 'Lead').get(String(member['LeadId']));
  const contact = table(org, 'Contact').get(String(member['ContactId']));
  const account = table(org, 'Account').get(String(contact?.['AccountId']));
  const today = org.clock.now().toISOString().slice(0, 10);
  return {
    Status: status,
    HasResponded: hasResponded,
    FirstRespondedDate: member['FirstRespondedDate'] ?? (hasResponded ? today : null),
    Type: lead === undefined || contact !== undefined ? 'Contact' : 'Lead',
    Name: (contact ?? lead)?.['Name'] ?? null,
    CompanyOrAccount: contact === undefined ? (lead?.['Company'] ?? null) : (account?.['Name'] ?? null),
  };
}
