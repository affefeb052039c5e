// Which KPIs there are and by what each can be broken down, as far as a playbook must know it to be checked. What they mean
// stands in the catalogue of features/metrics, which a test holds against this.

/** What numbers are split by, where people say how. */
export const SPLITS = [
  'source',
  'channel',
  'campaign',
  'owner',
  'team',
  'country',
  'segment',
  'crm',
  'product',
] as const;

const PERSON = ['source', 'channel', 'campaign', 'owner', 'team', 'country', 'segment', 'crm', 'stage'];
const DEAL = [...PERSON, 'product'];
const FORECAST = DEAL.filter((dimension) => dimension !== 'stage');
const RECORD = PERSON.filter((dimension) => dimension !== 'campaign');
const COST = ['source', 'channel', 'campaign'];
const CAMPAIGN = ['campaign', 'channel', 'crm', 'owner', 'team'];
const RETURN = [...COST, 'model'];
const LEG = ['channel', 'owner', 'team'];
const CUSTOMER = ['product', 'crm'];

export const KPI_DIMENSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['leads', PERSON],
  ['mqls', PERSON],
  ['sqls', PERSON],
  ['opportunities', PERSON],
  ['customers', PERSON],
  ['lead_velocity_rate', PERSON],
  ['lead_to_mql', PERSON],
  ['mql_to_sql', PERSON],
  ['sql_to_opportunity', PERSON],
  ['lead_to_opportunity', PERSON],
  ['lead_to_customer', PERSON],
  ['opportunity_to_customer', PERSON],
  ['time_to_mql', PERSON],
  ['time_to_sql', PERSON],
  ['time_to_opportunity', PERSON],
  ['time_to_customer', PERSON],
  ['lead_response_time', PERSON],
  ['lead_response_time_p90', PERSON],
  ['sla_compliance', PERSON],
  ['routing_accuracy', PERSON],
  ['spend', COST],
  ['cost_per_lead', PERSON],
  ['cost_per_opportunity', PERSON],
  ['cost_per_acquisition', PERSON],
  ['cac', PERSON],
  ['budget_variance', CAMPAIGN],
  ['burn_rate', CAMPAIGN],
  ['budget', CAMPAIGN],
  ['budgeted_spend', CAMPAIGN],
  ['pipeline_sourced', DEAL],
  ['pipeline_total', DEAL],
  ['pipeline_contribution', DEAL],
  ['revenue', DEAL],
  ['revenue_sourced', DEAL],
  ['revenue_to_date', DEAL],
  ['campaign_influence', [...FORECAST, 'model']],
  ['attributed_pipeline', [...FORECAST, 'model']],
  ['campaign_roi', RETURN],
  ['channel_roi', RETURN],
  ['diminishing_returns', RETURN],
  ['attribution_coverage', DEAL],
  ['deals_created', DEAL],
  ['deals_won', DEAL],
  ['open_deals', DEAL],
  ['win_rate', DEAL],
  ['average_deal_size', DEAL],
  ['sales_cycle', DEAL],
  ['pipeline_velocity', DEAL],
  ['forecast', FORECAST],
  ['forecast_accuracy', FORECAST],
  ['mrr', CUSTOMER],
  ['arpa', CUSTOMER],
  ['net_revenue_retention', CUSTOMER],
  ['churn', CUSTOMER],
  ['clv', CUSTOMER],
  ['contacts', PERSON],
  ['marketable_contacts', PERSON],
  ['completeness', PERSON],
  ['validity', PERSON],
  ['freshness', PERSON],
  ['duplicate_rate', RECORD],
  ['company_duplicate_rate', ['owner', 'team', 'country', 'segment', 'crm']],
  ['data_integrity_score', RECORD],
  ['sync_reliability', ['crm']],
  ['sync_lag', ['crm']],
  ['campaign_deployment_time', LEG],
  ['campaign_brief_time', LEG],
  ['campaign_approval_time', LEG],
  ['campaign_build_time', LEG],
  ['campaign_launch_time', LEG],
  ['error_free_runs', []],
  ['automation_rate', []],
  ['martech_utilisation', []],
  ['stack_cost', []],
  ['content_conversion', ['format', 'segment', 'crm']],
]);

/** Conversions, whose window can be another, and what adds up and can be counted to date. */
export const CONVERSION_KPIS: ReadonlySet<string> = new Set([
  'lead_to_mql',
  'mql_to_sql',
  'sql_to_opportunity',
  'lead_to_opportunity',
  'lead_to_customer',
  'opportunity_to_customer',
]);
export const ADDITIVE_KPIS: ReadonlySet<string> = new Set([
  'leads',
  'mqls',
  'sqls',
  'opportunities',
  'customers',
  'spend',
  'budget',
  'budgeted_spend',
  'pipeline_sourced',
  'pipeline_total',
  'revenue',
  'revenue_sourced',
  'deals_created',
  'deals_won',
]);
