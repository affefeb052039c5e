// People on their way, and how they were taken care of.
import { percentile, workingMs } from './days.ts';
import type { TruePerson } from './truth-people.ts';
import type { Counted } from './counted.ts';

type Instant = 'leadAt' | 'mqlAt' | 'sqlAt' | 'opportunityAt' | 'customerAt';

const DAY = 86_400_000;
const COUNTS: Readonly<Record<string, Instant>> = {
  leads: 'leadAt',
  mqls: 'mqlAt',
  sqls: 'sqlAt',
  opportunities: 'opportunityAt',
  customers: 'customerAt',
};
const CONVERSIONS: Readonly<Record<string, readonly [Instant, Instant]>> = {
  lead_to_mql: ['leadAt', 'mqlAt'],
  mql_to_sql: ['mqlAt', 'sqlAt'],
  sql_to_opportunity: ['sqlAt', 'opportunityAt'],
  lead_to_opportunity: ['leadAt', 'opportunityAt'],
  lead_to_customer: ['leadAt', 'customerAt'],
  opportunity_to_customer: ['opportunityAt', 'customerAt'],
};
const TIMES: Readonly<Record<string, readonly [Instant, Instant]>> = {
  time_to_mql: ['leadAt', 'mqlAt'],
  time_to_sql: ['mqlAt', 'sqlAt'],
  time_to_opportunity: ['sqlAt', 'opportunityAt'],
  time_to_customer: ['opportunityAt', 'customerAt'],
};

export function funnelValue(kpi: string, counted: Counted): number | null | undefined {
  const { people, rules } = counted;
  const stage = COUNTS[kpi];
  if (stage !== undefined) return people.filter((person) => falls(person[stage], counted)).length;
  const conversion = CONVERSIONS[kpi];
  if (conversion !== undefined) return converted(conversion, counted);
  const time = TIMES[kpi];
  if (time !== undefined) {
    const [from, to] = time;
    const spans = people.flatMap((one) => (falls(one[to], counted) ? (between(one[from], one[to]) ?? []) : []));
    return percentile(
      spans.map((ms) => ms / DAY),
      0.5,
    );
  }
  const assigned = people.filter(({ assignedAt }) => falls(assignedAt, counted));
  switch (kpi) {
    case 'lead_response_time':
      return percentile(responses(assigned, counted), 0.5);
    case 'lead_response_time_p90':
      return percentile(responses(assigned, counted), 0.9);
    case 'sla_compliance': {
      const due = assigned.filter(({ assignedAt }) => (assignedAt ?? 0) + rules.firstTouchMs <= rules.now);
      return share(due, (one) => {
        const wait = between(one.assignedAt, one.touchedAt);
        return wait !== null && wait <= rules.firstTouchMs;
      });
    }
    case 'routing_accuracy': {
      const ms = rules.correctionDays * DAY;
      const settled = assigned.filter(({ assignedAt }) => (assignedAt ?? 0) + ms <= rules.now);
      return share(settled, ({ person, assignedAt }) => {
        const until = person.ownerBefore?.until;
        return until === undefined || until > (assignedAt ?? 0) + ms;
      });
    }
    default:
      return undefined;
  }
}

export function falls(at: number | null, { begin, end }: Counted): boolean {
  return at !== null && at >= begin && at < end;
}

/** Cohorts that have had the whole window; within it, the end not included. */
function converted([from, to]: readonly [Instant, Instant], counted: Counted): number | null {
  const { people, rules } = counted;
  const ms = rules.windowDays * DAY;
  const mature = people.filter((one) => falls(one[from], counted) && (one[from] ?? 0) + ms <= rules.now);
  return share(mature, (one) => {
    const took = between(one[from], one[to]);
    return took !== null && took < ms;
  });
}

function responses(assigned: readonly TruePerson[], { rules }: Counted): readonly number[] {
  return assigned.flatMap(({ assignedAt, touchedAt }) =>
    assignedAt === null || touchedAt === null || touchedAt < assignedAt
      ? []
      : [workingMs(assignedAt, touchedAt, rules.zone, rules.holidays) / 3_600_000],
  );
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : to - from;
}

export function share<One>(all: readonly One[], is: (one: One) => boolean): number | null {
  return all.length === 0 ? null : all.filter(is).length / all.length;
}
