// Where the people of the past came from: how often, how well it sold, and what each CRM calls it. Data only.

export interface PastSource {
  /** What Acme means, whatever the CRMs write. */
  readonly name: string;
  readonly weight: number;
  /** How much likelier than on average such a person qualifies, is accepted and buys. */
  readonly mql: number;
  readonly sql: number;
  readonly won: number;
  /** Null: HubSpot does not tell it apart, and such people come by Salesforce. */
  readonly hubspot: string | null;
  readonly detail: string;
  readonly salesforce: string;
  /** What Salesforce called it up to the middle of the past. */
  readonly salesforceBefore?: string;
  /** Campaigns that bring such people. */
  readonly campaigns: readonly string[];
}

export const PAST_SOURCES: readonly PastSource[] = [
  {
    name: 'Web form',
    // Two of five people.
    weight: 49,
    mql: 1.15,
    sql: 1.1,
    won: 1.1,
    hubspot: 'DIRECT_TRAFFIC',
    detail: 'Web form',
    salesforce: 'Web form',
    salesforceBefore: 'Website',
    campaigns: [],
  },
  {
    name: 'Organic Search',
    weight: 20,
    mql: 1,
    sql: 1.05,
    won: 1.05,
    hubspot: 'ORGANIC_SEARCH',
    detail: 'Resources',
    salesforce: 'Organic Search',
    campaigns: [],
  },
  {
    name: 'Paid Search',
    weight: 17,
    mql: 0.95,
    sql: 0.9,
    won: 0.95,
    hubspot: 'PAID_SEARCH',
    detail: 'Campaign: lead-routing',
    salesforce: 'Paid Search',
    campaigns: ['Advertisement'],
  },
  {
    name: 'Paid Social',
    weight: 11,
    mql: 0.6,
    sql: 0.65,
    won: 0.7,
    hubspot: 'PAID_SOCIAL',
    detail: 'LinkedIn: revops-leaders',
    salesforce: 'Paid Social',
    campaigns: ['Advertisement'],
  },
  {
    name: 'Webinar',
    weight: 10,
    mql: 1.2,
    sql: 0.95,
    won: 0.95,
    hubspot: 'OTHER_CAMPAIGNS',
    detail: 'Webinar: Speed to lead',
    salesforce: 'Webinar',
    campaigns: ['Webinar'],
  },
  {
    name: 'Email',
    weight: 6,
    mql: 0.8,
    sql: 0.9,
    won: 1,
    hubspot: 'EMAIL_MARKETING',
    detail: 'Newsletter',
    salesforce: 'Email',
    campaigns: ['Email'],
  },
  {
    name: 'Event',
    weight: 5,
    mql: 1.1,
    sql: 1.2,
    won: 1.1,
    hubspot: null,
    detail: '',
    salesforce: 'Trade Show',
    campaigns: ['Trade Show', 'Conference'],
  },
  {
    name: 'Partner',
    weight: 3,
    mql: 1.4,
    sql: 1.45,
    won: 1.5,
    hubspot: 'REFERRALS',
    detail: 'Partner: Northstar RevOps',
    salesforce: 'Partner Referral',
    campaigns: [],
  },
  {
    name: 'Offline',
    weight: 2,
    mql: 0.9,
    sql: 1.2,
    won: 0.8,
    hubspot: 'OFFLINE',
    detail: 'Sales: cold call',
    salesforce: 'Cold Call',
    campaigns: [],
  },
];
