// Watches the campaigns of a CRM, a round a tick: new ones are adopted, changed ones followed, deleted ones noticed.
import { randomUUID } from 'node:crypto';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CampaignId, SlackUserId } from '#kernel/ids.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Crm } from '#ports/crm.ts';
import type { CampaignPage, CrmCampaign } from '#ports/crm-campaigns.ts';
import { opsIntent } from '#features/messages/intents.ts';
import { personOfOwner } from '#features/people/owner-of.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { adoptCampaign } from './adopt-campaign.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { followRecord } from './follow-record.ts';
import type { Reading } from './follow-record.ts';
import { insistStop } from './insist-stop.ts';
import { campaignCardIntent } from './intents.ts';
import { noticeGone } from './notice-gone.ts';
import { changedFields, recordIn } from './records.ts';

/** Lists of changes lag, and a reading that met a write of ours is left to the next round. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** Not every change moves a record's stamp in its list, so those that run are read now and then. */
const READ_AGAIN_MS = HOUR_MS;
const WATCHED: readonly CampaignState[] = ['live', 'paused', 'killed', 'approved', 'waiting'];
const RUNNING_AT_ONCE = 200;
/** A digest names so many. */
const NAMED = 10;

export type WatchDesk<Tx extends CampaignTx> = Pick<
  CampaignDesk<Tx>,
  'transact' | 'stores' | 'playbook' | 'clock' | 'gates' | 'log'
>;

/**
 * One round; throws the CRM's Fault, and the next round goes on where this one was. What is there at the first round is
 * adopted without a word.
 */
export async function watchCampaigns<Tx extends CampaignTx>(desk: WatchDesk<Tx>, crm: Crm): Promise<void> {
  const { stores, clock, log } = desk;
  const state = await stores.cursors.read(crm.name, 'campaign');
  const first = state === null;
  let place = state === null ? null : { at: after(state.cursor.at, -OVERLAP_MS), id: '' };
  const adopted: Campaign[] = [];
  for (;;) {
    const page = await crm.campaigns.changes(place);
    for (const found of page.campaigns) {
      const campaign = await lookAt(desk, crm, found);
      if (campaign !== null) adopted.push(campaign);
    }
    for (const id of page.gone) await noticeGone(desk, crm.name, id);
    await keepPlace(desk, crm, page, first);
    if (page.caughtUp) break;
    place = page.next;
  }
  if (adopted.length > 0) log.info('campaigns were adopted', { crm: crm.name, adopted: adopted.length, first });
  if (!first && adopted.length > 0) await announce(desk, crm, adopted);
  await readAgain(desk, crm, clock.now());
  await insistStop(desk, crm.name);
}

/** A first round that is cut off begins again: what it adopted is known by then. */
async function keepPlace<Tx extends CampaignTx>(
  { stores, clock }: WatchDesk<Tx>,
  crm: Crm,
  { next, caughtUp }: CampaignPage,
  first: boolean,
): Promise<void> {
  if (first && !caughtUp) return;
  await stores.cursors.write(crm.name, 'campaign', { cursor: next, caughtUp, polledAt: clock.now() });
}

/** The campaign, where it is new to us. */
async function lookAt<Tx extends CampaignTx>(
  desk: WatchDesk<Tx>,
  crm: Crm,
  found: CrmCampaign,
): Promise<Campaign | null> {
  const { stores, transact, clock } = desk;
  const { playbook } = desk.playbook();
  const id = await stores.campaigns.byRecord(crm.name, found.id);
  if (id !== null) {
    await look(desk, crm, id, found);
    return null;
  }
  const owner = await ownerIn(desk, crm, found);
  return transact(async (tx) => {
    const cause = { at: clock.now(), correlationId: newCorrelationId() };
    const outcome = await adoptCampaign(tx, playbook, found, owner, cause);
    if (outcome.kind === 'joined') await tx.outbox.put(campaignCardIntent(outcome.campaign.id, false, cause));
    return outcome.kind === 'adopted' ? outcome.campaign : null;
  });
}

/** What looks like a change is read once more first: the page may be older than our own last write. */
async function look<Tx extends CampaignTx>(
  desk: WatchDesk<Tx>,
  crm: Crm,
  id: CampaignId,
  listed: CrmCampaign | null,
): Promise<void> {
  const known = await desk.stores.campaigns.get(id);
  const record = known === null ? null : recordIn(known, crm.name);
  if (record?.recordId == null) return;
  const same = listed !== null && record.seen !== null && changedFields(record.seen, listed.fields).length === 0;
  if (same && record.state !== 'gone') return;
  const readAt = desk.clock.now();
  const found = await crm.campaigns.read(record.recordId);
  if (found === null) return noticeGone(desk, crm.name, record.recordId);
  const reading: Reading = {
    found,
    readAt,
    editor: await editorOf(desk, crm, found),
    owner: await ownerIn(desk, crm, found),
  };
  await desk.transact((tx) =>
    followRecord(tx, desk, id, reading, { at: desk.clock.now(), correlationId: newCorrelationId() }),
  );
}

/** Those that run, or are about to, and were not looked at for an hour. */
async function readAgain<Tx extends CampaignTx>(desk: WatchDesk<Tx>, crm: Crm, now: Date): Promise<void> {
  const running = await desk.stores.campaigns.list({ states: WATCHED, limit: RUNNING_AT_ONCE });
  for (const { id, records } of running) {
    const record = records.find((one) => one.crm === crm.name);
    if (record?.seenAt != null && record.state !== 'gone' && record.seenAt < after(now, -READ_AGAIN_MS)) {
      await look(desk, crm, id, null);
    }
  }
}

async function ownerIn<Tx extends CampaignTx>(
  { stores }: WatchDesk<Tx>,
  crm: Crm,
  { fields }: CrmCampaign,
): Promise<string | null> {
  if (fields.ownerId == null) return null;
  return (await stores.directory.crmUser(crm.name, fields.ownerId))?.email?.toLowerCase() ?? null;
}

async function editorOf<Tx extends CampaignTx>(
  { stores, playbook }: WatchDesk<Tx>,
  crm: Crm,
  { modifiedBy }: CrmCampaign,
): Promise<SlackUserId | null> {
  const user = modifiedBy === null ? null : await stores.directory.crmUser(crm.name, modifiedBy);
  if (user === null) return null;
  const people = { directory: stores.directory, playbook: playbook().playbook };
  return (await personOfOwner(people, crm.name, user))?.id ?? null;
}

/** Tells ops once a round, and says which of them run without anybody's yes. */
async function announce<Tx extends CampaignTx>(
  { transact, clock }: WatchDesk<Tx>,
  crm: Crm,
  adopted: readonly Campaign[],
): Promise<void> {
  const cause = { at: clock.now(), correlationId: newCorrelationId() };
  const named = adopted.slice(0, NAMED).map(({ id, plan, state }) => `${campaignKey(id)} ${plan.name} (${state})`);
  const more = adopted.length > NAMED ? ` and ${adopted.length - NAMED} more` : '';
  const live = adopted.filter(({ state }) => state === 'live').length;
  const unasked = live === 0 ? '' : ` ${live} of them went live there without an approval here.`;
  const text = `Made in ${CRM_LABELS[crm.name]} and watched from now on: ${named.join(', ')}${more}.${unasked}`;
  await transact((tx) => tx.outbox.put(opsIntent(`campaigns:${randomUUID()}`, { text, hold: null }, cause)));
}
