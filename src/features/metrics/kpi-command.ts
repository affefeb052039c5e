// What somebody wants of `/kpi`: the scoreboard, the catalogue, costs, reports, watches, or a question.

export type KpiCommand =
  | { readonly kind: 'scoreboard' }
  | { readonly kind: 'help' }
  /** Empty: all of them. */
  | { readonly kind: 'list'; readonly word: string }
  /** What follows `cost`. */
  | { readonly kind: 'cost'; readonly text: string }
  | { readonly kind: 'build'; readonly text: string }
  /** What follows `report`, and the question that follows `follow`. */
  | { readonly kind: 'report' | 'follow'; readonly text: string }
  /** The question that follows `alert`, and what follows the names of what is watched, what was found, and known days. */
  | { readonly kind: 'alert' | 'watches' | 'incidents' | 'events'; readonly text: string }
  | { readonly kind: 'question'; readonly text: string };

export function parseKpiCommand(text: string): KpiCommand {
  const typed = text.trim();
  const [first = '', ...rest] = typed.split(/\s+/u);
  const after = typed.slice(first.length).trim();
  switch (first.toLowerCase()) {
    case '':
      return { kind: 'scoreboard' };
    case 'help':
      return { kind: 'help' };
    case 'list':
      return { kind: 'list', word: after };
    case 'build':
    case 'edit':
      return { kind: 'build', text: after };
    case 'report':
    case 'reports':
      return { kind: 'report', text: after };
    case 'follow':
      return { kind: 'follow', text: after };
    case 'alert':
    case 'watch':
      return { kind: 'alert', text: after };
    case 'alerts':
    case 'watches':
      return { kind: 'watches', text: after };
    case 'event':
    case 'events':
      return { kind: 'events', text: after };
    case 'incident':
    case 'incidents':
      return { kind: 'incidents', text: after };
    case 'cost':
      // `cost per lead` is a KPI, and `cost this month` a question about spend.
      return isCostWord(rest[0]) ? { kind: 'cost', text: after } : { kind: 'question', text: typed };
    default:
      return { kind: 'question', text: typed };
  }
}

/** `cost 12000 EUR linkedin 2026-11`, `cost list`, `cost remove 7`; alone it opens the form. */
function isCostWord(word: string | undefined): boolean {
  return (
    word === undefined ||
    /^(?:list|remove|enter|help)$/iu.test(word) ||
    (/^[€$£]?\d/u.test(word) && !/^\d+[dwmqy]$|^20\d\d(?:-|$)/iu.test(word))
  );
}

export const KPI_HELP = `Ask for a number: /kpi KPI [period] [daily|weekly|monthly|quarterly] [by DIMENSION] [where …] [vs previous|last_year]

/kpi                                             the scoreboard of this channel
/kpi mql_to_sql                                  a KPI, in the period that tells most of it
/kpi pipeline_sourced last quarter by source
/kpi cpl this month where country = DE
/kpi leads 90d daily vs last_year
/kpi revenue Q3 2026 where source in (Web, "Paid Search") and not owner = ana
/kpi campaign_influence by campaign model w_shaped

Periods: today, yesterday, this or last week, month, quarter, year; last 90 days or 90d; Q3 2026, 2026-11, March 2026; 2026-01-01..2026-03-31; since 5 June; ytd, qtd, mtd; all time.
Dimensions: source, channel, campaign, owner, team, country, segment, crm, product, stage, format, model.

/kpi list [WORD]         every KPI, with what it counts
/kpi build               the same in a form
/kpi follow KPI …        the answer again and again, at set times; /kpi report shows what is sent when
/kpi alert KPI …         be told when a number is unusual, or beyond a limit
/kpi watches             what is watched, how eagerly, and how good its alarms have been
/kpi incidents           what was found: open ones first; all, closed
/kpi events              days that are known to be different: launches, outages, price changes
/kpi cost …              costs that no CRM knows (ops): /kpi cost 12000 EUR linkedin 2026-11, /kpi cost list, /kpi cost remove ID
Or mention me: how many MQLs from webinars last month?`;
