// What the playbook says of KPIs: what stages, sources and segments mean, how conversions and attribution are counted, what
// quality asks for, targets, the scoreboards of channels, own KPIs, and who may see numbers of single owners.
import { z } from 'zod';
import { Approver } from './approvers.ts';
import { KpiId, OwnKpis } from './own-kpis.ts';
import { unique } from './unique.ts';
import { Channel, choice, Email, Line, Span } from './values.ts';

const Raw = z.string().min(1, 'this text is empty').max(255, 'at most 255 characters');
const Raws = z.array(Raw).max(200, 'at most 200');

/** Lifecycle stages or statuses of each CRM that mean one stage of ours. */
function stage(hubspot: readonly string[], salesforce: readonly string[]) {
  return z
    .strictObject({ hubspot: Raws.default([...hubspot]), salesforce: Raws.default([...salesforce]) })
    .prefault({});
}

const Stages = z
  .strictObject({
    lead: stage(['lead'], []).describe('Left empty: everybody is a lead from the day they were created'),
    mql: stage(['marketingqualifiedlead'], ['Marketing Qualified', 'MQL']),
    sql: stage(['salesqualifiedlead'], ['Sales Qualified', 'SQL', 'Qualified']),
    opportunity: stage(['opportunity'], []).describe('Beside the first deal or opportunity of theirs'),
    customer: stage(['customer'], []).describe('Beside the first one that was won'),
  })
  .describe('Which stage ids or statuses of each CRM mean what');

const QUALITY_FIELD_NAMES = [
  'email',
  'name',
  'title',
  'phone',
  'company',
  'country',
  'industry',
  'employees',
  'source',
  'owner',
] as const;

/** What a person's record shall have. */
export type QualityField = (typeof QUALITY_FIELD_NAMES)[number];

const MODELS = ['first_touch', 'last_touch', 'linear', 'u_shaped', 'w_shaped', 'time_decay'] as const;

export const Kpis = z
  .strictObject({
    fiscal_year_starts: z.int().min(1, 'from 1 to 12').max(12, 'from 1 to 12').default(1).describe('Month'),
    week_starts: choice(['monday', 'sunday'], 'day').default('monday'),
    stages: Stages.prefault({}),
    sources: z
      .record(Line, Raws)
      .default({})
      .describe('Name of a source, and what the CRMs call it: Website: [Web, ORGANIC_SEARCH]'),
    marketing_sources: z
      .array(Line)
      .default([])
      .describe('Sources that count as marketing; left empty: all but those of sales_sources'),
    sales_sources: z
      .array(Line)
      .default(['OFFLINE', 'SALES', 'Outbound', 'Sales', 'Cold Call', 'Employee Referral'])
      .describe('Sources that are not marketing'),
    channels: z
      .record(Line, Raws)
      .default({})
      .describe('Channel, and the sources and types of campaigns that belong to it: paid: [PAID_SEARCH, Webinar]'),
    segments: z
      .array(z.strictObject({ name: Line, up_to: z.int().min(1, 'at least 1').optional() }))
      .max(20, 'at most 20')
      .superRefine(unique('segment', 'name'), { when: () => true })
      .default([{ name: 'smb', up_to: 200 }, { name: 'mid-market', up_to: 1000 }, { name: 'enterprise' }])
      .describe('Bands by employees, ascending; the last has no up_to'),
    teams: z
      .record(Line, z.array(Email).max(200, 'at most 200'))
      .default({})
      .describe('Teams of owners beside those of `teams`, which leads are routed to'),
    conversion_window: Span.prefault('90d').describe('How long a conversion may take'),
    first_touch: Span.prefault('1d').describe('A new lead is due to be touched within this time'),
    correction_days: z
      .int()
      .min(1, 'at least 1')
      .max(365, 'at most 365')
      .default(7)
      .describe('A changed owner within this time was a wrong routing'),
    attribution: z
      .strictObject({
        model: choice(MODELS, 'attribution model').default('linear'),
        lookback: Span.prefault('365d').describe('Older touches do not count'),
        half_life: Span.prefault('7d').describe('For time_decay'),
      })
      .prefault({}),
    quality: z
      .strictObject({
        fields: z
          .array(choice(QUALITY_FIELD_NAMES, 'field'))
          .min(1, 'name at least one')
          .superRefine(unique('field'), { when: () => true })
          .default(['email', 'name', 'company', 'country', 'source', 'owner']),
        weights: z
          .strictObject({
            completeness: z.number().min(0).default(0.4),
            validity: z.number().min(0).default(0.2),
            uniqueness: z.number().min(0).default(0.2),
            freshness: z.number().min(0).default(0.2),
          })
          .prefault({}),
        fresh_within: Span.prefault('365d'),
      })
      .prefault({})
      .describe('What people must have, and what the Data Integrity Score is made of'),
    margin: z.number().gt(0).max(1).default(0.8).describe('Gross margin, for customer lifetime value'),
    loading_factor: z.number().min(1).max(10).default(2.5).describe('Licences times this are the cost of the stack'),
    stack: z
      .array(
        z.strictObject({
          name: Line,
          yearly: z.number().min(0).describe('Licences a year, in your currency'),
          features: z.int().min(1).describe('Features that are licensed'),
          used: z.int().min(0).describe('Features that are used'),
        }),
      )
      .superRefine(unique('tool', 'name'), { when: () => true })
      .default([])
      .describe('The register of tools'),
    targets: z
      .array(
        z.strictObject({
          kpi: KpiId,
          period: z
            .string()
            .regex(/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/, 'a period is written 2026, 2026-Q4 or 2026-11')
            .describe('A fiscal year, its quarter, or a month'),
          value: z.number(),
        }),
      )
      .default([]),
    scoreboards: z
      .array(
        z.strictObject({
          channel: Channel,
          kpis: z
            .array(KpiId)
            .min(1, 'name at least one')
            .max(20, 'at most 20')
            .superRefine(unique('KPI'), { when: () => true }),
        }),
      )
      .superRefine(unique('scoreboard', 'channel'), { when: () => true })
      .default([])
      .describe('What /kpi alone shows in a channel'),
    scoreboard: z
      .array(KpiId)
      .max(20, 'at most 20')
      .default([
        'leads',
        'mqls',
        'sqls',
        'mql_to_sql',
        'pipeline_sourced',
        'win_rate',
        'cost_per_lead',
        'lead_response_time',
      ])
      .describe('What /kpi alone shows elsewhere'),
    own: OwnKpis,
    owners_seen_by: z.array(Approver).default([]).describe('Who may see numbers of single owners; empty: everybody'),
  })
  .describe('KPIs: what words mean, how they are counted, targets and scoreboards');

export type KpiRules = Readonly<z.output<typeof Kpis>>;
