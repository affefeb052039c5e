// What happens in which CRM, and when, for a story to come true. Pure: it plans, it does nothing.
import type { LeadStory } from './stories.ts';

type StepKind = 'hubspot_contact' | 'hubspot_company' | 'hubspot_score' | 'salesforce_lead' | 'salesforce_score';

export interface Step {
  readonly kind: StepKind;
  /** Milliseconds after the story begins. */
  readonly afterMs: number;
}

/** In the order of time; the first is at once. */
export function stepsOf({ via, late, lateByMs }: LeadStory): readonly Step[] {
  const inHubspot = via !== 'salesforce';
  const inSalesforce = via !== 'hubspot';
  const second = via === 'both' ? lateByMs : 0;
  const steps: readonly (Step | null)[] = [
    inHubspot ? { kind: 'hubspot_contact', afterMs: 0 } : null,
    inHubspot && late === 'company' ? { kind: 'hubspot_company', afterMs: lateByMs } : null,
    inHubspot && late === 'score' ? { kind: 'hubspot_score', afterMs: lateByMs } : null,
    inSalesforce ? { kind: 'salesforce_lead', afterMs: second } : null,
    inSalesforce && late === 'score' ? { kind: 'salesforce_score', afterMs: second + lateByMs } : null,
  ];
  return steps.filter((step) => step !== null);
}
