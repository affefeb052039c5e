// The true values of KPIs, worked out from the past by loops that a reader can follow, for any days and zone.
import type { Past } from '#sandbox/world/past/past.ts';
import { contentValue } from './truth-content.ts';
import { costValue } from './truth-costs.ts';
import { customerValue } from './truth-customers.ts';
import { dealValue } from './truth-sales.ts';
import type { Counted, TruthQuestion } from './counted.ts';
import { groupOf } from './groups.ts';
import type { TruthRules } from './rules.ts';
import { trueDeals } from './truth-deals.ts';
import type { TrueDeal } from './truth-deals.ts';
import { funnelValue } from './truth-funnel.ts';
import { forecastValue } from './truth-forecast.ts';
import { qualityValue } from './truth-quality.ts';
import { truePeople } from './truth-people.ts';
import type { TruePerson } from './truth-people.ts';
import { startOfDay, daysLater } from './days.ts';

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
      for (const known of [
        funnelValue,
        dealValue,
        forecastValue,
        costValue,
        customerValue,
        qualityValue,
        contentValue,
      ]) {
        const value = known(kpi, counted, deals);
        if (value !== undefined) return value;
      }
      throw new Error(`the past knows nothing of ${kpi}`);
    },
  };
}
