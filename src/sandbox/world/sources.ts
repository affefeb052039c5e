// Where a lead comes from and what it tells about its interest, with the words of each CRM. Data only.

export interface Source {
  readonly id: string;
  /** How often, next to the others. */
  readonly weight: number;
  /** What this alone is worth in a lead score of 0 to 100. */
  readonly points: number;
  /** HubSpot's original traffic source, and its drill-downs: what it was, and where exactly. */
  readonly hubspot: string;
  readonly details: readonly string[];
  readonly pages: readonly string[];
  /** Salesforce's lead source. */
  readonly salesforce: string;
}

export const SOURCES: readonly Source[] = [
  {
    id: 'demo_request',
    weight: 26,
    points: 64,
    hubspot: 'ORGANIC_SEARCH',
    details: ['Demo request'],
    pages: ['/demo', '/pricing', '/enterprise', '/compare/leadzilla'],
    salesforce: 'Web',
  },
  {
    id: 'trial',
    weight: 12,
    points: 54,
    hubspot: 'DIRECT_TRAFFIC',
    details: ['Trial sign-up'],
    pages: ['/signup', '/signup?plan=team'],
    salesforce: 'Web',
  },
  {
    id: 'paid_search',
    weight: 14,
    points: 44,
    hubspot: 'PAID_SEARCH',
    details: ['Campaign: crm-integration-dach', 'Campaign: lead-routing-us', 'Campaign: brand-emea'],
    pages: ['lead routing software', 'hubspot salesforce slack', 'speed to lead tool'],
    salesforce: 'Web',
  },
  {
    id: 'webinar',
    weight: 14,
    points: 36,
    hubspot: 'EMAIL_MARKETING',
    details: ['Webinar: Speed to lead, live', 'Webinar: Attribution without tears'],
    pages: ['/webinars/speed-to-lead', '/webinars/attribution'],
    salesforce: 'Web',
  },
  {
    id: 'paid_social',
    weight: 8,
    points: 24,
    hubspot: 'PAID_SOCIAL',
    details: ['LinkedIn: revops-leaders', 'LinkedIn: cmo-retargeting'],
    pages: ['/lp/revops-playbook', '/lp/cmo-guide'],
    salesforce: 'Web',
  },
  {
    id: 'download',
    weight: 10,
    points: 18,
    hubspot: 'ORGANIC_SEARCH',
    details: ['Download: State of RevOps', 'Download: Lead scoring template'],
    pages: ['/resources/state-of-revops', '/resources/scoring-template'],
    salesforce: 'Web',
  },
  {
    id: 'trade_show',
    weight: 7,
    points: 40,
    hubspot: 'OFFLINE',
    details: ['SaaStock, booth scan', 'OMR Festival, booth scan'],
    pages: ['Booth 4.112', 'Side event'],
    salesforce: 'Trade Show',
  },
  {
    id: 'referral',
    weight: 6,
    points: 61,
    hubspot: 'REFERRALS',
    details: ['Partner: Cloudfleet Consulting', 'Partner: Northstar RevOps'],
    pages: ['Introduced by e-mail'],
    salesforce: 'Partner Referral',
  },
  {
    id: 'phone',
    weight: 3,
    points: 60,
    hubspot: 'OFFLINE',
    details: ['Phone inquiry'],
    pages: ['Switchboard'],
    salesforce: 'Phone Inquiry',
  },
];
