// The true values of KPIs, worked out from the past by loops that a reader can follow, for any days and zone.
import type { Past } from '#sandbox/world/past/past.ts';
import { contentValue } from './truth-content.ts';
import { costValue } from './truth-costs.ts';
import { customerValue } from './truth-customers.ts';
import { dealValue } from './truth-sales.ts';
import { trueDeals } from './truth-deals.ts';
import type { TrueDeal } from './truth-deals.ts';
import { funnelValue } from './truth-funnel.ts';
import { truePeople } from './truth-people.ts';
import type { TruePerson } from './truth-people.ts';
import { startOfDay, daysLater } from './days.ts';

/** What a playbook says, as far as these values depend on it. */
export interface TruthRules {
  readonly zone: string;
  readonly now: number;
  readonly holidays: ReadonlySet<string>;
  readonly rateOn: (currency: string, day: string) => number;
  readonly windowDays: number;
  readonly firstTouchMs: number;
  readonly correctionDays: number;
  readonly lookbackDays: number;
  readonly halfLifeDays: number;
  /** The attribution model where none is asked for. */
  readonly model: string;
  readonly marginShare: number;
  readonly salesSources: ReadonlySet<string>;
  readonly channelOf: (sourceOrKind: string) => string | null;
  readonly teamOf: (owner: string) => string | null;
}

export interface TruthQuestion {
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  readonly by?: string;
  /** Null: those without. Without `by` everything counts. */
  readonly group?: string | null;
  readonly model?: string;
}

/** What a question is answered from. */
export interface Counted extends TruthQuestion {
  readonly rules: TruthRules;
  readonly past: Past;
  /** Instants: from, and before. */
  readonly begin: number;
  readonly end: number;
  /** Those of the group. */
  readonly people: readonly TruePerson[];
  readonly deals: readonly TrueDeal[];
}

export interface Truth {
  /** Null: nothing to divide by. Throws for a KPI that the past knows nothing of. */
  value(kpi: string, question: TruthQuestion): number | null;
  /** All groups that anything of the past has. */
  groups(by: string): readonly (string | null)[];
}

export function truthOf(past: Past, rules: TruthRules): Truth {
  const people = truePeople(past, rules);
  const deals = trueDeals(past, rules);
  const { campaigns } = past;
  return {
    groups(by) {
      if (by === 'campaign') return [...campaigns.map(({ name }) => name), null];
      return [...new Set([...people, ...deals].map((one) => groupOf(one, by, rules)))];
    },
    value(kpi, question) {
      const { by } = question;
      const fits = <Row extends TruePerson | TrueDeal>(rows: readonly Row[]): readonly Row[] =>
        by === undefined ? rows : rows.filter((row) => groupOf(row, by, rules) === question.group);
      const counted: Counted = {
        ...question,
        rules,
        past,
        begin: startOfDay(question.from, rules.zone),
        end: Math.min(startOfDay(daysLater(question.to, 1), rules.zone), rules.now),
        people: fits(people),
        deals: fits(deals),
      };
      for (const known of [funnelValue, dealValue, costValue, customerValue, contentValue]) {
        const value = known(kpi, counted, deals);
        if (value !== undefined) return value;
      }
      throw new Error(`the past knows nothing of ${kpi}`);
    },
  };
}

export function groupOf(
  row: Pick<TruePerson, 'source' | 'campaign' | 'owner' | 'country' | 'employees' | 'crm'>,
  by: string,
  rules: TruthRules,
): string | null {
  switch (by) {
    case 'source':
      return row.source;
    case 'channel':
      return row.source === null ? null : rules.channelOf(row.source);
    case 'campaign':
      return row.campaign;
    case 'owner':
      return row.owner;
    case 'team':
      return row.owner === null ? null : rules.teamOf(row.owner);
    case 'country':
      return row.country;
    case 'crm':
      return row.crm;
    case 'segment':
      return row.employees === null ? null : segmentOf(row.employees);
    default:
      throw new Error(`nothing of the past is known by ${by}`);
  }
}

function segmentOf(employees: number): string {
  if (employees <= 200) return 'smb';
  return employees <= 1000 ? 'mid-market' : 'enterprise';
}
