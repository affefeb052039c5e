// Why a lead is where it is: score, every rule with its values, and how routing chose. For Why? and the command line.
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { LeadId } from '#kernel/ids.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { explainRules } from '#features/playbook/explain.ts';
import type { RuleExplanation } from '#features/playbook/explain.ts';
import type { RoutingDecision, RoutingDecisionStore } from '#features/routing/store.ts';
import { gatedActions } from './gated-actions.ts';
import type { GatedAction, GatedDeps } from './gated-actions.ts';
import { leadSubject } from './lead.ts';
import type { Lead, Standing } from './lead.ts';
import type { FiringStore, LeadStore } from './store.ts';

export interface ExplainDeps {
  readonly stores: GatedDeps & {
    readonly leads: LeadStore;
    readonly firings: FiringStore;
    readonly routingDecisions: RoutingDecisionStore;
  };
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface LeadExplanation {
  readonly lead: Lead;
  /** Why rules do not speak about it; null when they do. */
  readonly silence: string | null;
  readonly rules: readonly RuleExplanation[];
  /** Newest first. */
  readonly routing: readonly RoutingDecision[];
  /** What rules asked others for, newest first. */
  readonly gated: readonly GatedAction[];
  readonly playbookVersion: number;
}

/** Null for a lead that is not in the store. */
export async function explainLead(
  { stores, playbook, clock }: ExplainDeps,
  id: LeadId,
): Promise<LeadExplanation | null> {
  const lead = await stores.leads.get(id);
  if (!lead) return null;
  const firings = await stores.firings.ofSubject(leadSubject(id));
  const ageMs = elapsed(lead.createdAt, clock.now());
  const active = playbook();
  return {
    lead,
    silence: SILENCE[lead.standing],
    rules: explainRules(active.playbook, {
      facts: withAge(lead.facts, ageMs),
      before: null,
      ageMs,
      fired: firings.map((firing) => firing.rule),
    }),
    routing: await stores.routingDecisions.ofLead(id),
    gated: await gatedActions(stores, lead),
    playbookVersion: active.version,
  };
}

const SILENCE: Readonly<Record<Standing, string | null>> = {
  announced: null,
  baseline: 'it was in the CRM before Signalbox was connected',
  late: 'it was found too long after it had been created',
  held: 'it came with more leads than the import brake allows, and ops have not decided yet',
  mirrored: 'ops decided to keep it silent, or it was found too late',
  merged: 'it was merged into another lead',
};
