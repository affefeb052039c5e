// Plans a campaign: a draft that nobody has been asked about yet.
import type { Turn } from '#features/people/turn.ts';
import type { Campaign, CampaignPlan, LaunchMode } from './campaign.ts';
import { campaignSubject } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { contentOf } from './plan.ts';
import { planProblems } from './plan-problems.ts';
import type { PlanProblem } from './plan-problems.ts';
import { tidyPlan } from './tidy-plan.ts';

export interface CreateInput extends Turn {
  readonly plan: CampaignPlan;
  readonly launch: LaunchMode;
}

export type CreateOutcome =
  | { readonly kind: 'created'; readonly campaign: Campaign }
  | { readonly kind: 'invalid'; readonly problems: readonly PlanProblem[] }
  /** Another one bears the name, and is not closed. */
  | { readonly kind: 'name_taken'; readonly by: Campaign };

export async function createCampaign<Tx extends CampaignTx>(
  { transact, playbook, clock, crms }: Pick<CampaignDesk<Tx>, 'transact' | 'playbook' | 'clock' | 'crms'>,
  input: CreateInput,
): Promise<CreateOutcome> {
  const plan = tidyPlan(input.plan);
  const problems = planProblems(playbook().playbook, new Set(crms.keys()), plan);
  if (problems.length > 0) return { kind: 'invalid', problems };
  return transact(async (tx) => {
    const at = clock.now();
    const { by, launch, correlationId } = input;
    const namesake = await tx.campaigns.byName(plan.name);
    const taken = namesake === null ? null : await tx.campaigns.get(namesake);
    if (taken !== null) return { kind: 'name_taken', by: taken };
    const campaign = await tx.campaigns.create({
      plan,
      launch,
      state: 'draft',
      approvalId: null,
      notice: null,
      adoptedFrom: null,
      createdBy: by.id,
      createdAt: at,
      changedAt: at,
      requestedAt: null,
      approvedAt: null,
      launchAskedAt: null,
      launchedAt: null,
      records: [],
    });
    await tx.audit.append({
      at,
      action: 'campaign.created',
      actor: { kind: 'person', slack: by.id },
      subject: campaignSubject(campaign.id),
      after: { state: 'draft', launch, plan: contentOf(plan) },
      correlationId,
    });
    await tx.outbox.put(campaignCardIntent(campaign.id, true, { at, correlationId }));
    return { kind: 'created', campaign };
  });
}
