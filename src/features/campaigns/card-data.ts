// Gathers what a campaign's card shows: its checklist as it stands, whose yes is missing, links into the CRMs.
import type { ApprovalId, SlackUserId } from '#kernel/ids.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Approval } from '#features/approvals/approval.ts';
import type { ApprovalStore } from '#features/approvals/store.ts';
import { personNamed } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { CampaignRules } from '#features/playbook/campaigns.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { CHECK_LABELS } from './labels.ts';
import type { CampaignStore, Tick } from './store.ts';

/** An item of the checklist as it was found last. */
export interface CardCheck {
  readonly item: string;
  readonly label: string;
  /** Whether a person ticks it off; else the app looks itself. */
  readonly byPerson: boolean;
  /** `open`: not ticked yet, or not looked at yet. */
  readonly verdict: 'ok' | 'failed' | 'open';
  readonly note: string | null;
  readonly by: SlackUserId | null;
  readonly at: Date | null;
}

export interface CampaignCard {
  readonly campaign: Campaign;
  /** The owner's Slack id; null where nobody in Slack has the address. */
  readonly owner: SlackUserId | null;
  readonly checks: readonly CardCheck[];
  /** The request that runs or ran last; null: none was made. */
  readonly approval: Approval | null;
  /** Asks for a change of it while it runs; null: none does. */
  readonly change: Approval | null;
  /** Pages of its records. */
  readonly links: ReadonlyMap<CrmName, string>;
  /** IANA zone of the organization. */
  readonly zone: string;
}

export interface CampaignCardDeps {
  readonly stores: {
    readonly campaigns: Pick<CampaignStore, 'ticks'>;
    readonly approvals: Pick<ApprovalStore, 'get' | 'running'>;
    readonly directory: DirectoryStore;
  };
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
}

export async function loadCampaignCard(deps: CampaignCardDeps, campaign: Campaign): Promise<CampaignCard> {
  const { stores, crms } = deps;
  const { playbook } = deps.playbook();
  const { owner } = campaign.plan;
  return {
    campaign,
    owner: owner === null ? null : ((await personNamed({ directory: stores.directory, playbook }, owner))?.id ?? null),
    checks: checksOf(playbook.campaigns, await stores.campaigns.ticks(campaign.id)),
    approval: await approvalOf(stores.approvals, campaign.approvalId),
    change: await stores.approvals.running('campaign.change', campaignSubject(campaign.id)),
    links: linksOf(crms, campaign),
    zone: playbook.organization.timezone,
  };
}

/** In the playbook's order; what it no longer asks for is left out. */
export function checksOf(
  { checklist }: Pick<CampaignRules, 'checklist'>,
  ticks: readonly Tick[],
): readonly CardCheck[] {
  return checklist.map((entry) => {
    const item = typeof entry === 'string' ? entry : entry.id;
    const label = typeof entry === 'string' ? CHECK_LABELS[entry] : entry.ask;
    const found = ticks.find((tick) => tick.item === item);
    const verdict = found === undefined ? 'open' : found.ok ? 'ok' : 'failed';
    const { note = null, by = null, at = null } = found ?? {};
    return { item, label, byPerson: typeof entry !== 'string', verdict, note, by, at };
  });
}

async function approvalOf(approvals: Pick<ApprovalStore, 'get'>, id: ApprovalId | null): Promise<Approval | null> {
  return id === null ? null : approvals.get(id);
}

function linksOf(crms: CampaignCardDeps['crms'], { records }: Campaign): ReadonlyMap<CrmName, string> {
  return new Map(
    records.flatMap(({ crm, recordId }): [CrmName, string][] => {
      const campaigns = crms.get(crm)?.campaigns;
      return campaigns === undefined || recordId === null ? [] : [[crm, campaigns.url(recordId)]];
    }),
  );
}
