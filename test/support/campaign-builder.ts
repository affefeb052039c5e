// A campaign to vary in tests.
import { CampaignId } from '#kernel/ids.ts';
import type { Campaign, CampaignPlan, CampaignRecord } from '#features/campaigns/campaign.ts';
import { aPerson } from './builders.ts';
import { noon } from './lead-builder.ts';

export function aPlan(over: Partial<CampaignPlan> = {}): CampaignPlan {
  return {
    name: '2026-04-webinar-spring-launch',
    type: 'webinar',
    channel: 'email',
    crms: ['hubspot', 'salesforce'],
    owner: 'mia@acme.test',
    startsOn: '2026-04-01',
    endsOn: '2026-04-30',
    budget: '25000.00',
    currency: 'EUR',
    audience: 'EMEA newsletter',
    audienceSize: 12_000,
    suppressionList: 'unsubscribed',
    contentUrl: 'https://acme.test/spring',
    utm: { source: 'newsletter', medium: 'email', campaign: '2026-04-webinar-spring-launch' },
    goals: '200 registrations',
    ...over,
  };
}

export function aCampaignRecord(over: Partial<CampaignRecord> = {}): CampaignRecord {
  return {
    crm: 'salesforce',
    recordId: null,
    state: 'waiting',
    message: null,
    seen: null,
    seenAt: null,
    modifiedAt: null,
    ...over,
  };
}

/** A draft by Mia; `over` says what is different about it. */
export function aCampaign(
  over: Partial<Omit<Campaign, 'id' | 'plan'>> & { id?: number; plan?: Partial<CampaignPlan> } = {},
): Campaign {
  return {
    launch: 'at_once',
    state: 'draft',
    approvalId: null,
    notice: null,
    adoptedFrom: null,
    createdBy: aPerson('Mia').id,
    createdAt: noon,
    changedAt: noon,
    requestedAt: null,
    approvedAt: null,
    launchAskedAt: null,
    launchedAt: null,
    records: [],
    card: null,
    version: 1,
    ...over,
    id: CampaignId.parse(over.id ?? 7),
    plan: aPlan(over.plan),
  };
}
