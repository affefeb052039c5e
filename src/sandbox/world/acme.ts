// The company that the sandbox plays: its people, what each of them has in Slack and in the CRMs, its channels and groups.
// Data only; playbook.yaml names the same people, channels and groups.

export interface Persona {
  /** What they are called in Slack and at the prompt. */
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: string;
  readonly timezone: string;
  /** Takes leads. */
  readonly sells: boolean;
  /** Has a seat in both CRMs without taking leads, as whoever owns campaigns does. */
  readonly markets?: boolean;
  /** Has a seat in Salesforce alone, whose own approval processes ask them. */
  readonly approves?: boolean;
  readonly isAdmin?: boolean;
  /** Of another company: sees only the Slack channels that they are in. */
  readonly isGuest?: boolean;
}

const BERLIN = 'Europe/Berlin';

export const PEOPLE: readonly Persona[] = [
  {
    name: 'ana',
    firstName: 'Ana',
    lastName: 'Ruiz',
    email: 'ana@acme.test',
    role: 'enterprise rep',
    timezone: 'America/New_York',
    sells: true,
  },
  {
    name: 'bo',
    firstName: 'Bo',
    lastName: 'Lindqvist',
    email: 'bo@acme.test',
    role: 'enterprise rep',
    timezone: 'Europe/Stockholm',
    sells: true,
  },
  {
    name: 'cy',
    firstName: 'Cy',
    lastName: 'Okafor',
    email: 'cy@acme.test',
    role: 'SMB rep',
    timezone: 'Europe/London',
    sells: true,
  },
  {
    name: 'mia',
    firstName: 'Mia',
    lastName: 'Hartmann',
    email: 'mia@acme.test',
    role: 'marketing manager',
    timezone: BERLIN,
    sells: false,
    markets: true,
  },
  {
    name: 'nora',
    firstName: 'Nora',
    lastName: 'Whitfield',
    email: 'nora@acme.test',
    role: 'marketing manager',
    timezone: 'Europe/London',
    sells: false,
    markets: true,
  },
  {
    name: 'vera',
    firstName: 'Vera',
    lastName: 'Antonova',
    email: 'vera@acme.test',
    role: 'VP',
    timezone: BERLIN,
    sells: false,
    approves: true,
  },
  {
    name: 'carl',
    firstName: 'Carl',
    lastName: 'Nyström',
    email: 'cfo@acme.test',
    role: 'CFO',
    timezone: BERLIN,
    sells: false,
  },
  {
    name: 'oskar',
    firstName: 'Oskar',
    lastName: 'Weiß',
    email: 'ops@acme.test',
    role: 'ops admin',
    timezone: BERLIN,
    sells: false,
    isAdmin: true,
  },
  {
    name: 'gus',
    firstName: 'Gus',
    lastName: 'Fenn',
    email: 'gus@agency.test',
    role: 'guest without rights',
    timezone: BERLIN,
    sells: false,
    isGuest: true,
  },
];

export const REPS: readonly Persona[] = PEOPLE.filter(({ sells }) => sells);

/** Own campaigns. */
export const MARKETERS: readonly Persona[] = PEOPLE.filter(({ markets }) => markets);

/** Everybody with a seat in both CRMs: an owner in HubSpot, a user in Salesforce. */
export const SEATS: readonly Persona[] = [...REPS, ...MARKETERS];

/** Whom Salesforce asks about large discounts. */
export const APPROVERS: readonly Persona[] = PEOPLE.filter(({ approves }) => approves);

/** Owns the Salesforce leads that nobody has taken yet. */
export const QUEUE = 'Inbound Leads';

export interface AcmeChannel {
  readonly name: string;
  readonly topic: string;
  /** By what they are called in Slack. */
  readonly members: readonly string[];
}

const everyone = PEOPLE.map(({ name }) => name);
const reps = REPS.map(({ name }) => name);
/** Marketing, sales management and operations look at everything that has to do with leads. */
const overseers = ['mia', 'vera', 'oskar'];

export const CHANNELS: readonly AcmeChannel[] = [
  { name: 'general', topic: 'Company-wide', members: everyone },
  { name: 'enterprise-leads', topic: 'Hot leads of large companies', members: ['ana', 'bo', ...overseers] },
  { name: 'smb-leads', topic: 'Hot leads of small companies', members: ['cy', ...overseers] },
  { name: 'inbound-leads', topic: 'Everything else that comes in', members: [...reps, ...overseers] },
  { name: 'revops', topic: 'How the machine runs', members: overseers },
  {
    name: 'approvals',
    topic: 'What waits for somebody’s yes',
    members: ['mia', 'nora', 'vera', 'carl', 'oskar'],
  },
  { name: 'campaigns', topic: 'What marketing has going', members: ['mia', 'nora', 'vera', 'oskar'] },
];

export interface AcmeGroup {
  /** Without @. */
  readonly handle: string;
  readonly name: string;
  /** By what they are called in Slack. */
  readonly members: readonly string[];
}

export const GROUPS: readonly AcmeGroup[] = [
  { handle: 'marketing-managers', name: 'Marketing managers', members: ['mia', 'nora'] },
  { handle: 'sales-reps', name: 'Sales reps', members: reps },
];
