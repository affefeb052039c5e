// Whatever people here and in the CRMs do, in whatever order: what runs is what was approved.
import { array, assert, asyncProperty, constantFrom, oneof, record, constant } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { expect, it } from 'vitest';
import type { Campaign } from '#features/campaigns/campaign.ts';
import { changedPlan } from '#features/campaigns/change.ts';
import { editCampaign } from '#features/campaigns/edit-campaign.ts';
import { killCampaign } from '#features/campaigns/kill-campaign.ts';
import { launchCampaign } from '#features/campaigns/launch-campaign.ts';
import { pauseCampaign } from '#features/campaigns/pause-campaign.ts';
import { resumeCampaign } from '#features/campaigns/resume-campaign.ts';
import { submitCampaign } from '#features/campaigns/submit-campaign.ts';
import { tickItem } from '#features/campaigns/tick-item.ts';
import { watchCampaigns } from '#features/campaigns/watch-campaigns.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { correlationId } from '../../support/builders.ts';
import { mia, nora, useCampaignHouse } from '../../support/campaign-house.ts';

const house = useCampaignHouse();
const turn = { by: mia, channel: null, correlationId } as const;
/** Enough to find each of a handful of planted faults most times; each is a story of its own over the database. */
const RUNS = 8;
const CRMS = ['hubspot', 'salesforce'] as const;

const budget = constantFrom('2000.00', '3000.00', '4000.00');
const crm = constantFrom(...CRMS);
const step = oneof(
  { arbitrary: constant({ kind: 'submit' } as const), weight: 3 },
  { arbitrary: constant({ kind: 'approve' } as const), weight: 4 },
  { arbitrary: constant({ kind: 'drain' } as const), weight: 3 },
  { arbitrary: constant({ kind: 'watch' } as const), weight: 2 },
  constant({ kind: 'reject' } as const),
  constant({ kind: 'launch' } as const),
  constant({ kind: 'pause' } as const),
  constant({ kind: 'resume' } as const),
  constant({ kind: 'kill' } as const),
  { arbitrary: record({ kind: constant('edit' as const), budget }), weight: 2 },
  record({ kind: constant('spend' as const), crm, budget }),
  record({ kind: constant('start' as const), crm }),
  { arbitrary: record({ kind: constant('refuse' as const), crm }), weight: 2 },
);
type Step = typeof step extends Arbitrary<infer One> ? One : never;

async function take(id: Campaign['id'], one: Step): Promise<void> {
  const { desk } = house;
  switch (one.kind) {
    case 'submit':
      return void (await submitCampaign(desk, { campaign: id, ...turn }));
    case 'approve':
    case 'reject':
      return decide(id, one.kind);
    case 'launch':
      return void (await launchCampaign(desk, { campaign: id, ...turn }));
    case 'pause':
      return void (await pauseCampaign(desk, { campaign: id, reason: null, ...turn }));
    case 'resume':
      return void (await resumeCampaign(desk, { campaign: id, ...turn }));
    case 'kill':
      return void (await killCampaign(desk, { campaign: id, reason: 'so', ...turn }));
    case 'edit': {
      const { plan } = await house.campaign(id);
      await editCampaign(desk, { campaign: id, plan: { ...plan, budget: one.budget }, ...turn });
      return void (await tickItem(desk, { campaign: id, item: 'legal-ok', ok: true, ...turn }));
    }
    case 'spend':
      return byHand(id, one.crm, { budget: one.budget });
    case 'start':
      return byHand(id, one.crm, { state: 'live' });
    case 'refuse':
      return void house[one.crm].campaigns.answers.push({ kind: 'refused', message: 'no' });
    case 'drain':
      return void (await house.drain());
    case 'watch':
      return watch();
  }
}

async function byHand(id: Campaign['id'], where: (typeof CRMS)[number], fields: object): Promise<void> {
  const { records } = await house.campaign(id);
  const recordId = records.find((one) => one.crm === where)?.recordId;
  if (recordId != null) house[where].campaigns.edit(recordId, fields);
}

async function decide(id: Campaign['id'], verdict: 'approve' | 'reject'): Promise<void> {
  const { approvals } = house.stores;
  const subject = `campaign:${id}`;
  const running =
    (await approvals.running('campaign.change', subject)) ?? (await approvals.running('campaign.launch', subject));
  if (running !== null) await house.decide(id, nora, verdict, verdict === 'reject' ? 'no' : null);
}

async function watch(): Promise<void> {
  house.clock.pass(MINUTE_MS);
  for (const name of CRMS) await watchCampaigns(house.desk, house[name]);
}

/** Everything comes to rest: the CRMs answer again, and nobody says yes to what still waits. */
async function rest(id: Campaign['id']): Promise<void> {
  for (const name of CRMS) house[name].campaigns.answers.length = 0;
  for (let round = 0; round < 3; round += 1) {
    await house.drain();
    await watch();
    await decide(id, 'reject');
  }
  await house.drain();
}

/** What was approved for it to run as: the launch that was used last, and the changes that were used since. */
async function approvedBudget({ id, plan }: Campaign): Promise<string | null> {
  const all = await house.stores.approvals.list({ subject: `campaign:${id}`, limit: 100 });
  const used = all.filter(({ state }) => state === 'used').toReversed();
  const launch = used.findLastIndex(({ gate }) => gate === 'campaign.launch');
  if (launch === -1) return null;
  return used.slice(launch).reduce((approved, { content }) => changedPlan(approved, content), plan).budget;
}

/** What is wrong by now; nothing is right. */
async function faults(id: Campaign['id']): Promise<readonly string[]> {
  const campaign = await house.campaign(id);
  const approved = await approvedBudget(campaign);
  return CRMS.flatMap((name) => {
    const recordId = campaign.records.find((one) => one.crm === name)?.recordId;
    const there = recordId == null ? undefined : house[name].campaigns.there.get(recordId)?.fields;
    if (there?.state !== 'live') return campaign.state === 'live' ? [`live, and not in ${name}`] : [];
    const partly = campaign.state === 'approved';
    return [
      ...(campaign.state === 'live' || partly ? [] : [`${campaign.state}, and live in ${name}`]),
      ...(approved === null ? [`live in ${name} without an approval`] : []),
      ...(there.budget === approved ? [] : [`${name} has ${there.budget}, approved was ${approved}`]),
    ];
  });
}

/** How far it has come before anything else happens: most of what can go wrong needs a launch. */
const beginning = constantFrom<readonly Step[]>(
  [],
  [{ kind: 'submit' }, { kind: 'approve' }],
  [{ kind: 'submit' }, { kind: 'approve' }, { kind: 'drain' }],
  [{ kind: 'submit' }, { kind: 'approve' }, { kind: 'refuse', crm: 'salesforce' }, { kind: 'drain' }],
);

it('runs as it was approved and no otherwise, in every CRM or in none', async () => {
  await assert(
    asyncProperty(beginning, array(step, { minLength: 2, maxLength: 10 }), async (first, steps) => {
      const { id } = await house.plan({ budget: '2000.00' });
      await tickItem(house.desk, { campaign: id, item: 'legal-ok', ok: true, ...turn });
      for (const one of [...first, ...steps]) await take(id, one);
      await rest(id);
      expect(await faults(id)).toEqual([]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);
