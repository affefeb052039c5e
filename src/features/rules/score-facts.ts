// The score that rules and cards see: the CRM's own plus the playbook's points, with a reason for each part.
import { CRM_SCORE } from '#features/leads/lead.ts';
import type { Lead, ScoreReason } from '#features/leads/lead.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { scoreLead } from '#features/playbook/scoring.ts';

/** Facts whose `lead.score` is the final one (0 to 100, null when nothing scores), and why. */
export function scoreFacts(
  playbook: Playbook,
  facts: Facts,
  ageMs: number,
): Pick<Lead, 'facts' | 'score' | 'scoreReasons'> {
  const { base, score, reasons } = scoreLead(playbook, withAge(facts, ageMs));
  const own: readonly ScoreReason[] = base === null ? [] : [{ points: base, because: CRM_SCORE }];
  return {
    facts: { ...facts, lead: { ...facts.lead, score } },
    score,
    scoreReasons: [...own, ...reasons],
  };
}
