// Campaigns in HubSpot, over /marketing/v3/campaigns. HubSpot keeps no key for an app and no budget on the record: the key
// is a mark in the notes, the budget is items. Its list knows no "changed since" and leaves archived ones out.
import type { Clock } from '#ports/clock.ts';
import type {
  CampaignPage,
  CampaignWriteOutcome,
  CrmCampaign,
  CrmCampaignFields,
  CrmCampaigns,
} from '#ports/crm-campaigns.ts';
import { differencesOf } from '#adapters/http/campaign-differences.ts';
import { after as later, DAY_MS } from '#kernel/time.ts';
import { isGone, wordsOfRefusal } from './answers.ts';
import { setBudget } from './campaign-budget.ts';
import { CAMPAIGNS, campaignsFrom } from './campaign-list.ts';
import {
  CAMPAIGN_PROPERTIES,
  campaignOf,
  HubspotCampaign,
  markOf,
  propertiesFor,
  withMark,
} from './campaign-properties.ts';
import type { HubspotApi } from './client.ts';

/** Outbox rows are not tried longer than this, so an earlier try cannot be older. */
const LOOK_BACK_MS = 7 * DAY_MS;

export interface CampaignDeps {
  readonly api: HubspotApi;
  readonly clock: Clock;
  /** Page of a campaign; throws Fault while the account is not known. */
  readonly url: (id: string) => string;
}

export function createHubspotCampaigns(deps: CampaignDeps): CrmCampaigns {
  return {
    create: (fields, key, repeat) => answered(() => create(deps, fields, key, repeat)),
    update: (id, fields) => answered(() => change(deps, id, fields)),
    read: (id) => read(deps.api, id),
    changes: (place) => changes(deps.api, place),
    url: deps.url,
  };
}

/** A plain no, or that it is not there, is an outcome; everything else stays a Fault. */
async function answered(write: () => Promise<CampaignWriteOutcome>): Promise<CampaignWriteOutcome> {
  try {
    return await write();
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    const message = wordsOfRefusal(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

async function create(
  deps: CampaignDeps,
  fields: CrmCampaignFields,
  key: string,
  repeat: boolean,
): Promise<CampaignWriteOutcome> {
  const earlier = repeat ? await findEarlier(deps, key) : null;
  if (earlier !== null) return change(deps, earlier, fields);
  const properties = { ...present(propertiesFor(fields, null)), hs_notes: withMark(fields.goals, markOf(key)) };
  const { id } = await deps.api.send(
    { kind: 'create', effect: 'once', urgency: 'normal' },
    HubspotCampaign.pick({ id: true }),
    { method: 'POST', path: CAMPAIGNS, body: { properties } },
  );
  return settle(deps.api, id, fields);
}

/** A new record takes no empty values. */
function present(properties: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
}

/** Writing the same again changes nothing, so a lost answer is simply asked for again. */
async function change(
  { api }: CampaignDeps,
  id: string,
  fields: Partial<CrmCampaignFields>,
): Promise<CampaignWriteOutcome> {
  const before = await readRaw(api, id);
  if (before === null) return { kind: 'gone' };
  const properties = propertiesFor(fields, before.properties['hs_notes'] ?? null);
  if (Object.keys(properties).length > 0) {
    await api.send({ kind: 'update', effect: 'idempotent', urgency: 'normal' }, HubspotCampaign.pick({ id: true }), {
      method: 'PATCH',
      path: pathOf(id),
      body: { properties },
    });
  }
  return settle(api, id, fields);
}

/** The budget, and then what stands there by now. */
async function settle(api: HubspotApi, id: string, fields: Partial<CrmCampaignFields>): Promise<CampaignWriteOutcome> {
  if (fields.budget !== undefined) {
    const outcome = await setBudget(api, id, fields.budget);
    if (outcome.kind === 'refused') return outcome;
  }
  const campaign = await read(api, id);
  if (campaign === null) return { kind: 'gone' };
  return { kind: 'written', campaign, differs: differencesOf(fields, campaign.fields) };
}

async function read(api: HubspotApi, id: string): Promise<CrmCampaign | null> {
  const found = await readRaw(api, id);
  return found === null ? null : campaignOf(found);
}

async function readRaw(api: HubspotApi, id: string): Promise<HubspotCampaign | null> {
  const query = new URLSearchParams({ properties: CAMPAIGN_PROPERTIES.join(',') });
  try {
    return await api.get(
      { kind: 'read', effect: 'read', urgency: 'normal' },
      HubspotCampaign,
      `${pathOf(id)}?${query.toString()}`,
    );
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function pathOf(id: string): string {
  return `${CAMPAIGNS}/${encodeURIComponent(id)}`;
}

/** Among the newest, by the mark: names change, and the filter by name is a search that lags. */
async function findEarlier({ api, clock }: CampaignDeps, key: string): Promise<string | null> {
  const since = later(clock.now(), -LOOK_BACK_MS);
  const recent = await campaignsFrom(api, '-createdAt', ['hs_notes'], ({ createdAt }) => createdAt >= since);
  const mark = markOf(key);
  return recent.find(({ properties }) => properties['hs_notes']?.includes(mark) === true)?.id ?? null;
}

/** Newest first until the place, then turned round. All in one page: accounts have hundreds of campaigns, not more. */
async function changes(
  api: HubspotApi,
  place: { readonly at: Date; readonly id: string } | null,
): Promise<CampaignPage> {
  const since = place ?? { at: new Date(0), id: '' };
  const listed = await campaignsFrom(api, '-updatedAt', CAMPAIGN_PROPERTIES, ({ updatedAt }) => updatedAt >= since.at);
  const campaigns = listed
    .map(campaignOf)
    .filter(({ modifiedAt, id }) => modifiedAt > since.at || (modifiedAt >= since.at && id > since.id))
    .toSorted(byPlace);
  const last = campaigns.at(-1);
  const next = last === undefined ? since : { at: last.modifiedAt, id: last.id };
  return { campaigns, gone: [], next, caughtUp: true };
}

function byPlace(a: CrmCampaign, b: CrmCampaign): number {
  return a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
