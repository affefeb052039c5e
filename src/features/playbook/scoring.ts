// A lead's score: the CRM's own plus the points of the playbook's matching entries, kept between 0 and 100.
import type { Facts } from './facts.ts';
import type { Playbook } from './schema.ts';

export interface LeadScore {
  /** The CRM's own score, null when it has none. The caller words its reason, since it knows which CRM. */
  readonly base: number | null;
  /** Null when the CRM has no score and no entry matches. */
  readonly score: number | null;
  /** Matching entries in the playbook's order. */
  readonly reasons: readonly { readonly points: number; readonly because: string }[];
}

/** `facts.lead.score` is the CRM's own score, and so it is for the conditions of scoring entries. */
export function scoreLead(playbook: Pick<Playbook, 'scoring'>, facts: Facts): LeadScore {
  const own = facts.lead?.['score'];
  const base = typeof own === 'number' && Number.isFinite(own) ? own : null;
  const reasons = playbook.scoring
    .filter((entry) => entry.if.matches(facts))
    .map(({ points, because }) => ({ points, because }));
  if (base === null && reasons.length === 0) return { base, score: null, reasons };
  const sum = reasons.reduce((total, { points }) => total + points, base ?? 0);
  return { base, score: Math.min(100, Math.max(0, toHundredths(sum))), reasons };
}

/** 0.1 + 0.2 has seventeen digits, and a card shows them all. */
function toHundredths(sum: number): number {
  return Math.round(sum * 100) / 100;
}
