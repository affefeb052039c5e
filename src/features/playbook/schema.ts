// The shape of a playbook. Built for the text at hand: its own fields, teams and mapping decide what its rules may name.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { ActionContext } from './actions.ts';
import { approvalsSchema } from './approvals.ts';
import type { Roles } from './approver-checks.ts';
import { Campaigns } from './campaigns.ts';
import { CAMPAIGN_FIELDS, knownFields } from './fields.ts';
import { conditionLanguage } from './language.ts';
import { mappingSchema } from './mapping.ts';
import { ruleSchema } from './rules.ts';
import { Channel, conditionText, Currency, Day, Email, Line, Span, WorkingHours, Zone } from './values.ts';
import { unique } from './unique.ts';

export type { Action } from './actions.ts';
export type { Policy } from './approvals.ts';
export type { Rule } from './rules.ts';

/** What the text declares in one place and names in another. */
export interface Declarations {
  readonly teams: ReadonlySet<string>;
  /** Fields that the mapping adds. */
  readonly fields: readonly string[];
  /** Who has each role. */
  readonly roles: Roles;
  /** Whether anybody in `people` has a manager. */
  readonly hasManagers: boolean;
  /** What each policy stands before, by its name. */
  readonly policies: ReadonlyMap<string, string>;
  /** Policies that an action names. */
  readonly gated: ReadonlySet<string>;
}

/** Of a playbook that has nothing yet. */
export const NOTHING_DECLARED: Declarations = {
  teams: new Set(),
  fields: [],
  roles: new Map(),
  hasManagers: false,
  policies: new Map(),
  gated: new Set(),
};

const Organization = z
  .strictObject({
    name: Line.optional(),
    timezone: Zone.describe('IANA time zone, for example Europe/Berlin'),
    currency: Currency.describe('ISO 4217 code, for example EUR'),
    working_hours: WorkingHours.prefault('Mon-Fri 09:00-18:00'),
    holidays: z.array(Day).default([]).describe('Days on which nobody works'),
    rates: z
      .record(Currency, z.number().positive())
      .default({})
      .describe('What one unit of another currency is worth in yours: USD: 0.92'),
  })
  .describe('Who runs this');

const Person = z.strictObject({
  email: Email,
  slack: SlackUserId.optional().describe('Slack user id, where the e-mail addresses differ'),
  hubspot_owner: z
    .union([z.string().regex(/^\d+$/), z.int().positive()], { error: 'a HubSpot owner id is a whole number' })
    .transform(String)
    .optional()
    .describe('HubSpot owner id'),
  salesforce_user: z
    .string()
    .regex(/^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/, 'a Salesforce user id starts with 005 and has 15 or 18 characters')
    .optional()
    .describe('Salesforce user id'),
  timezone: Zone.optional(),
  manager: Email.optional().describe('Who decides for manager_of'),
  working_hours: WorkingHours.optional(),
  holidays: z.array(Day).default([]).describe('Days on which they do not work'),
});

const WrittenRoles = z
  .object({
    admin: z.array(Email).default([]).describe('May act on anybody’s lead and link other people'),
    ops: z.array(Email).default([]).describe('May read the audit log and decide on imports'),
  })
  .catchall(z.array(Email))
  .describe('Who may do what, by e-mail address');

const Channels = z
  .strictObject({
    ops: Channel.describe('Where Signalbox tells ops what needs a person'),
    fallback: Channel.describe('Where a card goes when its own channel cannot take it'),
    approvals: Channel.optional().describe('Where approvals are asked for (ops)'),
  })
  .describe('Channels that the app itself needs');

const Intake = z
  .strictObject({
    announce_max_age: Span.prefault('72h').describe('Older records are mirrored without a word'),
    import_brake: z
      .strictObject({
        leads: z.int().min(1, 'at least 1').default(500),
        within: Span.prefault('10m'),
      })
      .prefault({})
      .describe('More new leads than this in that time are held until ops decide'),
    poll_every: Span.prefault('1m').describe('How often each CRM is asked for changes'),
  })
  .describe('How records come in');

const Team = z.strictObject({
  name: Line,
  members: z
    .array(Email)
    .min(1, 'a team needs a member')
    .superRefine(unique('member'), { when: () => true }),
  strategy: z
    .literal('round_robin', { error: ({ input }) => `only round_robin exists so far, not ${JSON.stringify(input)}` })
    .default('round_robin')
    .describe('How members take turns'),
});

const PropertyValues = z.record(
  z.string().regex(/^[A-Za-z]\w*$/, 'not a property name'),
  z.union([z.string(), z.number(), z.boolean()], { error: 'expected text, a number or true/false' }),
);

const NotAFit = z
  .strictObject({
    reasons: z
      .array(
        z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id is lower case: no_budget'), label: Line }),
      )
      .min(1, 'at least one reason')
      .max(100, 'Slack shows at most 100 reasons')
      .superRefine(unique('reason', 'id'), { when: () => true })
      .default([
        { id: 'no_budget', label: 'No budget' },
        { id: 'wrong_role', label: 'Not the right contact' },
        { id: 'too_small', label: 'Company too small' },
        { id: 'competitor', label: 'Competitor' },
        { id: 'student', label: 'Student or research' },
        { id: 'spam', label: 'Spam or test' },
        { id: 'other', label: 'Something else' },
      ]),
    write: z
      .strictObject({
        hubspot: PropertyValues.default({ hs_lead_status: 'UNQUALIFIED' }),
        salesforce: PropertyValues.default({ Status: 'Unqualified' }),
      })
      .prefault({})
      .describe('Properties written on the lead, by CRM'),
  })
  .describe('What a rep can say against a lead, and what is then written');

export function playbookSchema(declarations: Declarations) {
  const language = conditionLanguage(knownFields(declarations.fields));
  const campaign = conditionLanguage(CAMPAIGN_FIELDS);
  const languages = { 'campaign.launch': campaign, 'campaign.change': campaign, action: language };
  const context: ActionContext = { language, teams: declarations.teams, policies: declarations.policies };
  return z.strictObject({
    version: z.literal(1, { error: 'this is version 1 of the language: write version: 1' }),
    organization: Organization,
    people: z
      .array(Person)
      .superRefine(unique('person', 'email'), { when: () => true })
      .default([]),
    roles: WrittenRoles.prefault({}),
    channels: Channels,
    mapping: mappingSchema(declarations.fields)
      .default({})
      .describe('Which CRM property carries which field; standard properties are known'),
    intake: Intake.prefault({}),
    scoring: z
      .array(
        z.strictObject({
          if: conditionText(language),
          points: z.int().min(-100, 'from -100 to 100').max(100, 'from -100 to 100'),
          because: Line.describe('Shown on the card'),
        }),
      )
      .default([])
      .describe("Points added to the CRM's own score; the sum stays between 0 and 100"),
    teams: z
      .array(Team)
      .superRefine(unique('team', 'name'), { when: () => true })
      .default([]),
    rules: z
      .array(ruleSchema(context))
      .superRefine(unique('rule', 'name'), { when: () => true })
      .default([]),
    not_a_fit: NotAFit.prefault({}),
    approvals: approvalsSchema({ languages, ...declarations })
      .default([])
      .describe('What needs whose yes'),
    campaigns: Campaigns.prefault({}),
  });
}

export type Playbook = Readonly<z.output<ReturnType<typeof playbookSchema>>>;
