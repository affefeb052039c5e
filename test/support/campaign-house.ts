// Campaigns and their approvals over a real database, with a clock that a test moves, a CRM each and a Slack in memory.
import { afterAll, beforeAll, expect } from 'vitest';
import type { HeldRow } from '#adapters/postgres/outbox-queue.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import type { Approval, Verdict } from '#features/approvals/approval.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideOutcome } from '#features/approvals/decide-approval.ts';
import { approvalIntentHandlers } from '#features/approvals/outbox-handlers.ts';
import type { Campaign, CampaignPlan } from '#features/campaigns/campaign.ts';
import { createCampaign } from '#features/campaigns/create-campaign.ts';
import { campaignViewHandlers } from '#features/campaigns/deliver-card.ts';
import type { CampaignDesk } from '#features/campaigns/desk.ts';
import { campaignGates } from '#features/campaigns/gates.ts';
import { campaignIntentHandlers } from '#features/campaigns/outbox-handlers.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { CampaignId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { LinkAnswer } from '#ports/links.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { IntentHandler } from '#ports/outbox.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { unlistedShapes } from './audit-gaps.ts';
import { aCrmUser, aPerson, correlationId } from './builders.ts';
import { aPlan } from './campaign-builder.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { aFakeCrm } from './fake-crm.ts';
import type { FakeCrm } from './fake-crm.ts';
import { aFakeMessenger } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { noon } from './lead-builder.ts';
import { freePace } from './lead-house.ts';
import { silentLog } from './silent-log.ts';

export const mia = aPerson('Mia');
export const nora = aPerson('Nora');
export const vera = aPerson('Vera');
export const carl = aPerson('Carl');
/** Ops and admin. */
export const opa = aPerson('Opa');
export const zoe = aPerson('Zoe');
const PEOPLE = [mia, nora, vera, carl, opa, zoe];
const CHANNELS = ['#revops', '#approvals', '#campaigns'];

/** Above 10,000 Nora, then Vera and Carl; below nobody is asked, above 1,000 Nora alone, several at once. */
export const CAMPAIGN_POLICIES = `roles: { admin: [opa@acme.test], ops: [opa@acme.test] }
campaigns: { channel: "#campaigns", checklist: [owner_set, links_answer, dates_sane, { id: legal-ok, ask: Legal has read the text }] }
approvals:
  - name: big-budget
    on: campaign.launch
    if: campaign.budget > 10000
    channel: "#approvals"
    steps:
      - any_of: [nora@acme.test]
      - all_of: [vera@acme.test, carl@acme.test]
  - name: small-budget
    on: campaign.launch
    if: campaign.budget > 1000
    channel: "#approvals"
    bulk: true
    steps:
      - any_of: [nora@acme.test]
  - name: live-change
    on: campaign.change
    channel: "#approvals"
    steps:
      - any_of: [nora@acme.test]
`;

export interface CampaignHouse {
  readonly db: TestDatabase;
  readonly stores: Stores;
  readonly clock: { now(): Date; pass(ms: number): void };
  readonly desk: CampaignDesk<Stores>;
  readonly slack: FakeMessenger;
  readonly hubspot: FakeCrm;
  readonly salesforce: FakeCrm;
  /** What links answer, by address; any other answers with 200. */
  readonly links: Map<string, LinkAnswer>;
  govern(text: string): void;
  /** A draft of Mia's. */
  plan(over?: Partial<CampaignPlan>, by?: SlackPerson): Promise<Campaign>;
  campaign(id: number): Promise<Campaign>;
  /** The request about it that runs. */
  request(id: number): Promise<Approval>;
  decide(id: number, by: SlackPerson, verdict?: Verdict, comment?: string | null): Promise<DecideOutcome>;
  /** Carries out all that waits in the outbox, also what waits a moment; returns how each intent ended. */
  drain(): Promise<readonly string[]>;
}

/** Longer than anything waits that nobody asked to wait. */
const MOMENT_MS = 6_000;

export function useCampaignHouse(rest = CAMPAIGN_POLICIES): CampaignHouse {
  let now = noon;
  let active: ActivePlaybook = { playbook: aPlaybook(rest), version: 1 };
  const clock = { now: () => now, pass: (ms: number) => void (now = after(now, ms)) };
  const db = useDatabase(clock);
  const hubspot = aFakeCrm('hubspot');
  const salesforce = aFakeCrm('salesforce');
  const crms = new Map([
    ['hubspot', hubspot],
    ['salesforce', salesforce],
  ] as const);
  const slack = aFakeMessenger(CHANNELS);
  slack.people.push(...PEOPLE);
  const links = new Map<string, LinkAnswer>();
  const playbook = (): ActivePlaybook => active;
  const desk: CampaignDesk<Stores> = {
    transact: (work) => db.database.transact(work),
    get stores() {
      return db.database.stores;
    },
    messenger: slack,
    crms,
    links: { check: async (url) => links.get(url) ?? { kind: 'answers', status: 200 } },
    playbook,
    clock,
    log: silentLog,
    gates: new Map(campaignGates<Stores>({ playbook, crms }).map((gate) => [gate.name, gate])),
  };
  beforeAll(() => furnish(db));
  // Whatever a test did: the audit log holds what its catalogue says.
  afterAll(async () => expect(await unlistedShapes(db.rows)).toEqual([]));

  const house: CampaignHouse = {
    db,
    clock,
    desk,
    slack,
    hubspot,
    salesforce,
    links,
    get stores() {
      return db.database.stores;
    },
    govern: (text) => void (active = { playbook: aPlaybook(text), version: active.version + 1 }),
    async plan(over = {}, by = mia) {
      const named = over.name ?? `2026-04-webinar-topic-${planned()}`;
      const plan = aPlan({ name: named, utm: { source: 'newsletter', medium: 'email', campaign: named }, ...over });
      const outcome = await createCampaign(desk, { plan, launch: 'at_once', by, channel: null, correlationId });
      if (outcome.kind !== 'created') throw new Error(`not planned: ${JSON.stringify(outcome)}`);
      return outcome.campaign;
    },
    async campaign(id) {
      const campaign = await house.stores.campaigns.get(CampaignId.parse(id));
      if (campaign === null) throw new Error(`there is no campaign ${id}`);
      return campaign;
    },
    async request(id) {
      const subject = `campaign:${id}`;
      const { approvals } = house.stores;
      const running =
        (await approvals.running('campaign.change', subject)) ?? (await approvals.running('campaign.launch', subject));
      if (running === null) throw new Error(`nothing is asked about campaign ${id}`);
      return running;
    },
    async decide(id, by, verdict = 'approve', comment = null) {
      const { id: approval } = await house.request(id);
      const input = { approval, by, verdict, comment, revision: null, channel: null, correlationId };
      return decideApproval(desk, input);
    },
    drain: () => drain(house),
  };
  return house;
}

let count = 0;

/** No two campaigns of a test file bear one name. */
function planned(): number {
  count += 1;
  return count;
}

async function furnish({ database }: TestDatabase): Promise<void> {
  const { connections, directory } = database.stores;
  for (const person of PEOPLE) await directory.putPerson(person, noon);
  for (const crm of CRM_NAMES) {
    const connectedAt = after(noon, -DAY_MS);
    await connections.connect(crm, { accountId: `${crm}-account`, accountName: crm, connectedAt });
    await directory.putCrmUsers(
      crm,
      PEOPLE.map(({ name }) => aCrmUser(crm, name)),
    );
  }
}

async function drain(house: CampaignHouse): Promise<readonly string[]> {
  const { desk, db, clock } = house;
  const delivery = { ...desk, stores: house.stores, pace: freePace };
  const handlers = new Map<string, IntentHandler<Stores>>([
    ...leadIntentHandlers(delivery),
    ...approvalIntentHandlers(delivery),
    ...campaignIntentHandlers(desk),
    ...campaignViewHandlers(delivery),
    ['home.publish', async () => ({ kind: 'done' })],
  ]);
  const ended: string[] = [];
  for (;;) {
    const held = await db.database.outbox.lease(50, after(clock.now(), MOMENT_MS));
    if (held.length === 0) return ended;
    for (const row of held) ended.push(await carryOut(house, handlers, row));
  }
}

async function carryOut(
  { db, clock }: CampaignHouse,
  handlers: ReadonlyMap<string, IntentHandler<Stores>>,
  row: HeldRow,
): Promise<string> {
  const handler = handlers.get(row.kind);
  if (!handler) throw new Error(`no handler for ${row.kind}`);
  const outcome = await handler(row);
  if (outcome.kind === 'later') throw new Error(`${row.kind} was put off: ${outcome.because}`);
  await db.database.outbox.settle(row, outcome, clock.now(), outcome.commit);
  return outcome.kind === 'dead' ? `${row.kind}: ${outcome.because}` : row.kind;
}
