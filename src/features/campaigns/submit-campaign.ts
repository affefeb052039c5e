// Asks for the approval of a campaign's launch, once everything that can be checked is right.
import type { CampaignId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import { askForLaunch } from './ask-for-launch.ts';
import type { Campaign, CampaignState, LaunchMode } from './campaign.ts';
import { keepFindings, runChecklist, stoppersOf } from './checklist.ts';
import type { CheckItem } from './checklist.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseOthers } from './may-act.ts';
import type { NotYours } from './may-act.ts';
import { planProblems } from './plan-problems.ts';
import type { PlanProblem } from './plan-problems.ts';

export interface SubmitInput extends Turn {
  readonly campaign: CampaignId;
  /** As it was wished before, where it is left out. */
  readonly launch?: LaunchMode;
}

export type SubmitOutcome =
  | { readonly kind: 'asked'; readonly campaign: Campaign; readonly checks: readonly CheckItem[] }
  /** The playbook asks nobody for this one. */
  | { readonly kind: 'needs_no_approval'; readonly campaign: Campaign; readonly checks: readonly CheckItem[] }
  | { readonly kind: 'checks_failed'; readonly campaign: Campaign; readonly checks: readonly CheckItem[] }
  | { readonly kind: 'invalid'; readonly campaign: Campaign; readonly problems: readonly PlanProblem[] }
  /** It waits, is approved, runs or is over already. */
  | { readonly kind: 'wrong_state'; readonly campaign: Campaign }
  /** Somebody edited it while it was checked. */
  | { readonly kind: 'changed_meanwhile'; readonly campaign: Campaign }
  | NotYours
  | { readonly kind: 'unknown_campaign' };

const ASKABLE: ReadonlySet<CampaignState> = new Set(['draft', 'changes_requested', 'rejected', 'killed']);

/** Of an adopted campaign they are as the CRM has them. */
const GIVEN: ReadonlySet<string> = new Set(['name', 'type', 'channel', 'utm_campaign']);

export async function submitCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  { campaign: id, launch, by, correlationId }: SubmitInput,
): Promise<SubmitOutcome> {
  const { stores, transact, clock, crms } = desk;
  const { playbook } = desk.playbook();
  const seen = await stores.campaigns.get(id);
  if (seen === null) return { kind: 'unknown_campaign' };
  const refusal = await refuseOthers(stores, playbook, seen, by);
  if (refusal !== null) return refusal;
  if (!ASKABLE.has(seen.state)) return { kind: 'wrong_state', campaign: seen };
  const problems = planProblems(playbook, new Set(crms.keys()), seen.plan).filter(
    ({ field }) => seen.adoptedFrom === null || !GIVEN.has(field),
  );
  if (problems.length > 0) return { kind: 'invalid', campaign: seen, problems };
  const checks = await runChecklist(desk, seen);
  const stopped = stoppersOf(checks).length > 0;
  return transact(async (tx) => {
    const at = clock.now();
    const campaign = (await lockCampaign(tx, id))?.campaign;
    if (!campaign) return { kind: 'unknown_campaign' };
    await keepFindings(tx, campaign, checks, at);
    if (!ASKABLE.has(campaign.state)) return { kind: 'wrong_state', campaign };
    if (campaign.version !== seen.version) return { kind: 'changed_meanwhile', campaign };
    if (stopped) return { kind: 'checks_failed', campaign, checks };
    const asked = await askForLaunch(tx, desk, {
      campaign,
      launch: launch ?? campaign.launch,
      requestedBy: by.id,
      actor: { kind: 'person', slack: by.id },
      cause: { at, correlationId },
    });
    const kind = asked.state === 'waiting' ? 'asked' : 'needs_no_approval';
    return { kind, campaign: asked, checks };
  });
}
