// Outbox handler `campaign.card`: a campaign's one card is posted when it is approved, and from then on edited in place.
// Before that a campaign is shown to whoever asks for it, and by the card of its request.
import { createHash } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Messenger, Message } from '#ports/messenger.ts';
import type { HeldIntent, IntentHandler, IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import { explained } from '#features/leads/deliver-card.ts';
import type { Cause } from '#features/messages/intents.ts';
import { atFirstPlace, endTrouble, placeNamed, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import { turnToEdit, turnToPost } from '#features/messages/turns.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import { loadCampaignCard } from './card-data.ts';
import { renderCampaignCard } from './card-view.ts';
import type { CampaignTx } from './desk.ts';
import { campaignCardIntent, CampaignCardPayload } from './intents.ts';

export interface CampaignDeliveryTx extends CampaignTx {
  readonly channels: ChannelStore;
}

export interface CampaignDeliveryDeps<Tx extends CampaignDeliveryTx> {
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly pace: Pace;
}

type Posted = NonNullable<Campaign['card']>;
type Delivered<Tx> = Promise<IntentOutcome<Tx>>;

/** What a campaign has to be to get a card; one that has a card keeps it up to date whatever it is. */
const ANNOUNCED: ReadonlySet<CampaignState> = new Set(['approved', 'live', 'paused', 'killed']);

/** Every kind of intent that shows campaigns. */
export function campaignViewHandlers<Tx extends CampaignDeliveryTx>(
  deps: CampaignDeliveryDeps<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map([['campaign.card', (intent: HeldIntent) => deliverCampaignCard(deps, intent)]]);
}

interface Job<Tx extends CampaignDeliveryTx> {
  readonly deps: CampaignDeliveryDeps<Tx>;
  readonly intent: HeldIntent;
  readonly campaign: Campaign;
  readonly message: Message;
  readonly hash: string;
}

export async function deliverCampaignCard<Tx extends CampaignDeliveryTx>(
  deps: CampaignDeliveryDeps<Tx>,
  intent: HeldIntent,
): Delivered<Tx> {
  const campaign = await deps.stores.campaigns.get(CampaignCardPayload.parse(intent.payload).campaign);
  if (campaign === null || (campaign.card === null && !ANNOUNCED.has(campaign.state))) return { kind: 'done' };
  const message = renderCampaignCard(await loadCampaignCard(deps, campaign));
  const hash = createHash('sha256').update(JSON.stringify(message)).digest('hex');
  const job = { deps, intent, campaign, message, hash };
  return campaign.card === null ? post(job) : edit(job, campaign.card);
}

async function edit<Tx extends CampaignDeliveryTx>(job: Job<Tx>, posted: Posted): Delivered<Tx> {
  const { deps, intent, message, hash } = job;
  if (posted.hash === hash) return { kind: 'done' };
  const later = await turnToEdit(deps.pace, posted.channel, intent);
  if (later !== null) return later;
  const [wanted] = channelsFor(deps);
  const atHome = (await placeNamed(deps, wanted))?.channel === posted.channel;
  const shown = atHome ? message : explained(message, `${wanted} could not take it`);
  const outcome = await deps.messenger.edit(posted.channel, posted.ts, shown);
  switch (outcome.kind) {
    case 'edited':
      return { kind: 'done', commit: (tx) => recordEdit(tx, job, posted) };
    // Its buttons are how a live campaign is stopped, so it comes back as long as there is something to stop.
    case 'message_gone':
      return ANNOUNCED.has(job.campaign.state) ? post(job, posted) : { kind: 'done' };
    case 'undeliverable': {
      const problems = [wordsOf(outcome.because)];
      return { kind: 'done', commit: (tx) => recordNoPlace(tx, job, problems, 'cannot be kept up to date') };
    }
  }
}

/** Where the card may stand, the best place first. */
function channelsFor<Tx extends CampaignDeliveryTx>({ playbook }: CampaignDeliveryDeps<Tx>): [string, ...string[]] {
  const { campaigns, channels } = playbook().playbook;
  const { ops, fallback } = channels;
  return campaigns.channel === undefined ? [ops, fallback] : [campaigns.channel, ops, fallback];
}

/** @param gone the card that it takes the place of */
async function post<Tx extends CampaignDeliveryTx>(job: Job<Tx>, gone: Posted | null = null): Delivered<Tx> {
  const placed = await atFirstPlace<Tx>(job.deps, channelsFor(job.deps), (place, problems) =>
    postAt(job, { place, problems, gone }),
  );
  if (placed.kind !== 'nowhere') return placed;
  const because = `no channel can take the card: ${placed.problems.join('; ')}`;
  return { kind: 'dead', because, commit: (tx) => recordNoPlace(tx, job, placed.problems, 'cannot be posted at all') };
}

interface Try {
  readonly place: Place;
  /** Of the channels before. */
  readonly problems: readonly string[];
  readonly gone: Posted | null;
}

async function postAt<Tx extends CampaignDeliveryTx>(job: Job<Tx>, { place, problems, gone }: Try) {
  const { deps, intent, campaign, message, hash } = job;
  const later = await turnToPost(deps.pace, place.channel, intent);
  if (later !== null) return later;
  const outcome = await deps.messenger.post({
    channel: place.channel,
    message: problems.length === 0 ? message : explained(message, problems.join('; ')),
    key: ['campaign-card', campaign.id, ...(gone === null ? [] : [gone.ts])].join(':'),
    repeat: intent.attempt > 1,
    since: gone === null ? campaign.createdAt : intent.createdAt,
  });
  if (outcome.kind !== 'posted') return outcome;
  const { channel, ts } = outcome;
  const cause = causeOf(job);
  const commit = async (tx: Tx): Promise<void> => {
    // What an earlier try posted may have been overtaken by now: then the next intent edits it.
    await tx.campaigns.setCard(campaign.id, { channel, ts, hash: outcome.found ? '' : hash });
    if (outcome.found) await tx.outbox.put(campaignCardIntent(campaign.id, false, cause));
    const after = { channel, ts, problems };
    await tx.audit.append({ ...cause, ...about(campaign), action: 'slack.card_posted', after });
    if (problems.length === 0) return endTrouble(tx, place);
    await tellTrouble(tx, channelsFor(deps)[0], problems, 'go to another channel', cause);
  };
  return { kind: 'done', commit } as const;
}

async function recordEdit<Tx extends CampaignDeliveryTx>(tx: Tx, job: Job<Tx>, posted: Posted): Promise<void> {
  const { campaign, hash } = job;
  const { channel, ts } = posted;
  await tx.campaigns.setCard(campaign.id, { channel, ts, hash });
  const [before, after] = [{ card: shortHash(posted.hash) }, { channel, ts, card: shortHash(hash) }];
  await tx.audit.append({ ...causeOf(job), ...about(campaign), action: 'slack.card_edited', before, after });
}

async function recordNoPlace<Tx extends CampaignDeliveryTx>(
  tx: Tx,
  job: Job<Tx>,
  problems: readonly string[],
  what: string,
): Promise<void> {
  const cause = causeOf(job);
  const after = { problems };
  await tx.audit.append({ ...cause, ...about(job.campaign), action: 'slack.card_undeliverable', after });
  await tellTrouble(tx, channelsFor(job.deps)[0], problems, what, cause);
}

function about({ id }: Campaign) {
  return { actor: { kind: 'system', part: 'outbox' }, subject: campaignSubject(id) } as const;
}

function causeOf<Tx extends CampaignDeliveryTx>({ deps, intent }: Job<Tx>): Cause {
  return { at: deps.clock.now(), correlationId: intent.correlationId };
}

/** Enough to tell one version of a card from another. */
function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
