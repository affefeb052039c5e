// The shape of a playbook. Built for the text at hand: its own fields, teams and mapping decide what its rules may name.
import { z } from 'zod';
import type { ActionContext } from './actions.ts';
import { approvalsSchema } from './approvals.ts';
import type { Roles } from './approver-checks.ts';
import { Campaigns } from './campaigns.ts';
import { checkTickers } from './checklist-checks.ts';
import { Organization, Person, WrittenRoles } from './company.ts';
import { CAMPAIGN_FIELDS, knownFields } from './fields.ts';
import { Kpis } from './kpis.ts';
import { Reports } from './reports.ts';
import { checkKpis, checkReports } from './kpi-checks.ts';
import { conditionLanguage } from './language.ts';
import { mappingSchema } from './mapping.ts';
import { ruleSchema } from './rules.ts';
import { Channel, conditionText, Email, Line, Span } from './values.ts';
import { unique } from './unique.ts';
import { checkWatches, checkWatching } from './watch-checks.ts';
import { Watches, Watching } from './watches.ts';

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
  /** Ids of the KPIs that it adds. */
  readonly ownKpis: ReadonlySet<string>;
  /** By what those can be broken down whose rows are known: they count like another, or a conversion. */
  readonly ownDimensions: ReadonlyMap<string, readonly string[]>;
  /** Ids of the KPIs that have a target. */
  readonly targeted: ReadonlySet<string>;
}

/** Of a playbook that has nothing yet. */
export const NOTHING_DECLARED: Declarations = {
  teams: new Set(),
  fields: [],
  roles: new Map(),
  hasManagers: false,
  policies: new Map(),
  gated: new Set(),
  ownKpis: new Set(),
  ownDimensions: new Map(),
  targeted: new Set(),
};

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
    campaigns: Campaigns.superRefine(checkTickers({ ...declarations, language: languages['campaign.launch'] }), {
      when: () => true,
    }).prefault({}),
    kpis: Kpis.superRefine(checkKpis(declarations), { when: () => true }).prefault({}),
    reports: Reports.superRefine(checkReports(declarations), { when: () => true }),
    watches: Watches.superRefine(checkWatches(declarations), { when: () => true }),
    watching: Watching.superRefine(checkWatching(declarations), { when: () => true }).prefault({}),
  });
}

export type Playbook = Readonly<z.output<ReturnType<typeof playbookSchema>>>;
