// What a rule can do, as it is written (`- route: { team: smb }`) and as the code reads it (`{ kind: 'route', ... }`).
import { z } from 'zod';
import { CRM_NAMES } from '#ports/crm.ts';
import type { ConditionLanguage } from './language.ts';
import { nearest } from './nearest.ts';
import { Channel, choice, declared, Line, Span, templateText } from './values.ts';

export const ACTION_KINDS = ['create_opportunity', 'create_task', 'update_record', 'route', 'alert'] as const;
type ActionKind = (typeof ACTION_KINDS)[number];

export interface ActionContext {
  readonly language: ConditionLanguage;
  readonly teams: ReadonlySet<string>;
  /** What each policy of the playbook stands before, by its name. */
  readonly policies: ReadonlyMap<string, string>;
}

const FIELD_NAME = /^[A-Za-z]\w{0,79}$/;

function actionShapes({ language, teams, policies }: ActionContext) {
  const Template = templateText(language);
  const gate = gateName(policies).optional().describe('Policy whose approval it waits for');
  const In = choice(CRM_NAMES, 'CRM').describe('The CRM to write to');
  return {
    create_opportunity: z
      .strictObject({
        in: In,
        name: Template.describe('Name, with placeholders such as {{company.name}}'),
        stage: Line.describe('Stage by its label or id'),
        amount: z.number().min(0, 'an amount cannot be negative').optional().describe("In the organization's currency"),
        close_in: Span.prefault('90d').describe('Close date, counted from now'),
        pipeline: Line.optional().describe('HubSpot pipeline by its label or id'),
        gate,
      })
      .describe('Makes a deal or opportunity; it belongs to the routed rep'),
    create_task: z
      .strictObject({
        in: In,
        subject: Template,
        body: Template.optional(),
        due_in: Span.prefault('1d').describe('Due date, counted from now'),
        gate,
      })
      .describe('Makes a task on the record'),
    update_record: z
      .strictObject({
        in: In,
        set: z
          .record(
            z.string().regex(FIELD_NAME, 'name a field without its record (score), or a property of the CRM'),
            z.union([Template, z.number(), z.boolean()], { error: 'expected text, a number or true/false' }),
          )
          .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to set')
          .describe("Fields by our name or the CRM's own property name"),
        gate,
      })
      .describe("Writes fields of the event's lead or opportunity"),
    route: z
      .strictObject({
        team: declared(teams, 'team').describe('Team whose members take turns'),
        claim_by: choice(['offered', 'team', 'anyone'], 'claim_by').default('team').describe('Who may claim the lead'),
        offer_for: Span.optional().describe('How long only the offered rep may claim'),
        assign: choice(['claim', 'now'], 'assign')
          .default('claim')
          .describe('When the CRM owner is written: at the claim, or at once'),
        gate,
      })
      .describe('Offers the lead to a rep of a team'),
    alert: z
      .strictObject({
        channel: Channel.describe('Channel of the lead card: "#name" or its id'),
        priority: choice(['low', 'normal', 'high'], 'priority').default('normal'),
        text: Template.optional().describe('A line above the card'),
        gate,
      })
      .describe('Posts the lead card'),
  };
}

/** Policies that stand before campaigns ask about campaigns, of which an action knows nothing. */
function gateName(policies: ReadonlyMap<string, string>) {
  return z.string().superRefine((name, context) => {
    const on = policies.get(name);
    if (on === 'action') return;
    const fit = [...policies].flatMap(([policy, before]) => (before === 'action' ? [policy] : []));
    const message =
      on === undefined
        ? `unknown policy "${name}"`
        : `"${name}" stands before ${on}: a policy for actions has on: action`;
    context.addIssue({ code: 'custom', message, params: { suggestion: on === undefined ? nearest(name, fit) : null } });
  });
}

type Shapes = ReturnType<typeof actionShapes>;

export type Action = {
  [Kind in ActionKind]: { readonly kind: Kind } & Readonly<z.output<Shapes[Kind]>>;
}[ActionKind];

/** One entry of `do`: a block with exactly one key, the action's name. */
export function actionSchema(context: ActionContext) {
  const shapes = actionShapes(context);
  return z
    .strictObject({
      create_opportunity: shapes.create_opportunity.optional(),
      create_task: shapes.create_task.optional(),
      update_record: shapes.update_record.optional(),
      route: shapes.route.optional(),
      alert: shapes.alert.optional(),
    })
    .meta({ minProperties: 1, maxProperties: 1 })
    .transform((written, context): Action => {
      const [only, ...others] = ACTION_KINDS.flatMap((kind) => actionOf(kind, written));
      if (only && others.length === 0) return only;
      const message = only ? 'one action an entry: begin the next one with its own dash' : 'name an action';
      context.addIssue({ code: 'custom', message, input: written });
      return z.NEVER;
    });
}

type Written = { readonly [Kind in ActionKind]?: z.output<Shapes[Kind]> | undefined };

function actionOf(kind: ActionKind, written: Written): readonly Action[] {
  const settings = written[kind];
  // The kind and its settings come from the same key, which TypeScript cannot follow through the union.
  return settings === undefined ? [] : [{ kind, ...settings } as Action];
}
