// Campaigns in Salesforce: made at most once a key, written with the org's own words for their status, read back.
import { z } from 'zod';
import { differencesOf } from '#adapters/http/campaign-differences.ts';
import { Fault } from '#kernel/errors.ts';
import { after as later, DAY_MS } from '#kernel/time.ts';
import type {
  CampaignPage,
  CampaignWriteOutcome,
  CrmCampaign,
  CrmCampaignFields,
  CrmCampaigns,
} from '#ports/crm-campaigns.ts';
import type { CampaignBody } from './campaign-fields.ts';
import { campaignColumns, campaignOf, CampaignRow, describedAs, markIn, plainBody } from './campaign-fields.ts';
import { statusValues } from './campaign-status.ts';
import { hasKeyField, KEY_FIELD, keyValue, mark, marked } from './marks.ts';
import type { ObjectInfo } from './metadata.ts';
import { idCore } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { errorCodeOf, refusalOf } from './refusals.ts';
import * as soql from './soql.ts';
import { instant } from './values.ts';

const SOBJECT = 'Campaign';
/** Outbox rows are not tried longer than this. */
const LOOK_BACK_MS = 7 * DAY_MS;

export function createSalesforceCampaigns(org: OrgView, url: (id: string) => string): CrmCampaigns {
  return {
    create: (fields, key, repeat) => answered(() => create(org, fields, key, repeat)),
    update: (id, fields) => answered(() => change(org, id, fields)),
    read: (id) => read(org, id),
    changes: (place) => changes(org, place),
    url,
  };
}

/** A plain no, or that it is not there, is an outcome; everything else stays a Fault. */
async function answered(write: () => Promise<CampaignWriteOutcome>): Promise<CampaignWriteOutcome> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_found') return { kind: 'gone' };
    const message = refusalOf(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

async function create(
  org: OrgView,
  fields: CrmCampaignFields,
  key: string,
  repeat: boolean,
): Promise<CampaignWriteOutcome> {
  const info = await org.metadata.describe(SOBJECT);
  const earlier = repeat ? await findEarlier(org, info, key) : null;
  if (earlier !== null) return change(org, earlier, fields);
  const state = statusValues(fields.state, info);
  if (state.kind === 'missing') return { kind: 'refused', message: state.message };
  const body: CampaignBody = { ...plainBody(fields, info), ...state.values };
  const id = hasKeyField(info)
    ? await upsert(org, info, { ...body, Description: fields.goals ?? null }, key)
    : await insert(org, { ...body, Description: marked(fields.goals, key) });
  return settle(org, id, fields);
}

const Saved = z.object({ id: z.string() });

async function insert(org: OrgView, body: CampaignBody): Promise<string> {
  const call = { kind: 'create', effect: 'once', urgency: 'normal', method: 'POST' } as const;
  return (await org.client.call({ ...call, path: `/sobjects/${SOBJECT}`, body }, Saved)).id;
}

async function upsert(org: OrgView, info: ObjectInfo, body: CampaignBody, key: string): Promise<string> {
  const call = { kind: 'create', effect: 'idempotent', urgency: 'normal', method: 'PATCH' } as const;
  const path = `/sobjects/${SOBJECT}/${KEY_FIELD}/${encodeURIComponent(keyValue(key))}`;
  try {
    return (await org.client.call({ ...call, path, body }, Saved)).id;
  } catch (error) {
    // Two upserts of one key at the same moment: the other one made it.
    const twin = errorCodeOf(error) === 'DUPLICATE_VALUE' ? await findEarlier(org, info, key) : null;
    if (twin === null) throw error;
    return twin;
  }
}

async function change(org: OrgView, id: string, fields: Partial<CrmCampaignFields>): Promise<CampaignWriteOutcome> {
  if (!isCampaignId(id)) return { kind: 'gone' };
  const info = await org.metadata.describe(SOBJECT);
  const state = fields.state === undefined ? null : statusValues(fields.state, info);
  if (state?.kind === 'missing') return { kind: 'refused', message: state.message };
  const body: CampaignBody = { ...plainBody(fields, info), ...state?.values };
  if (fields.goals !== undefined && info.has('Description')) {
    body['Description'] = describedAs(fields.goals, markIn((await readRow(org, id))?.Description));
  }
  if (Object.keys(body).length > 0) {
    const call = { kind: 'update', effect: 'idempotent', urgency: 'normal', method: 'PATCH' } as const;
    await org.client.call({ ...call, path: `/sobjects/${SOBJECT}/${id}`, body }, z.null());
  }
  return settle(org, id, fields);
}

/** What stands there now. An owner that was not said is whoever Salesforce made it. */
async function settle(org: OrgView, id: string, fields: Partial<CrmCampaignFields>): Promise<CampaignWriteOutcome> {
  const campaign = await read(org, id);
  if (campaign === null) return { kind: 'gone' };
  const { ownerId, currency, ...rest } = fields;
  const said = { ...rest, ...(ownerId ? { ownerId } : {}), ...(currency ? { currency } : {}) };
  return { kind: 'written', campaign, differs: differencesOf(said, campaign.fields) };
}

async function read(org: OrgView, id: string): Promise<CrmCampaign | null> {
  if (!isCampaignId(id)) return null;
  const row = await readRow(org, id);
  return row === null ? null : campaignOf(row, await org.metadata.describe(SOBJECT));
}

async function readRow(org: OrgView, id: string): Promise<CampaignRow | null> {
  const query = soql.select({
    select: campaignColumns(await org.metadata.describe(SOBJECT)),
    from: SOBJECT,
    where: soql.compare('Id', '=', idCore(id)),
    limit: 1,
  });
  const [row] = await org.client.query(query, CampaignRow, { kind: 'read', urgency: 'normal' });
  return row ?? null;
}

/** Anything else would make a query fail. */
function isCampaignId(id: string): boolean {
  return /^701[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/.test(id);
}

const MarkedRow = z.object({ Id: z.string(), Description: z.string().nullish() });

/** A description cannot be filtered by, so our own recent campaigns are looked through, whatever their names by now. */
async function findEarlier(org: OrgView, info: ObjectInfo, key: string): Promise<string | null> {
  const { userId } = await org.signIn.session();
  const ours = hasKeyField(info)
    ? soql.compare(KEY_FIELD, '=', keyValue(key))
    : soql.all(
        soql.compare('CreatedById', '=', userId),
        soql.compare('CreatedDate', '>=', later(org.clock.now(), -LOOK_BACK_MS)),
      );
  const query = soql.select({ select: ['Id', 'Description'], from: SOBJECT, where: ours });
  const rows = await org.client.query(query, MarkedRow, { kind: 'find', urgency: 'normal' });
  if (hasKeyField(info)) return rows[0]?.Id ?? null;
  return rows.find((row) => row.Description?.endsWith(mark(key)) === true)?.Id ?? null;
}

/** By SystemModstamp and id, deleted ones included. Salesforce counts whole seconds, so equal places are common. */
async function changes(org: OrgView, place: { readonly at: Date; readonly id: string } | null): Promise<CampaignPage> {
  const after = place ?? { at: new Date(0), id: '' };
  const info = await org.metadata.describe(SOBJECT);
  const query = soql.select({
    select: campaignColumns(info),
    from: SOBJECT,
    where: soql.strictlyAfter(after),
    orderBy: ['SystemModstamp', 'Id'],
    limit: org.pageSize,
  });
  const rows = await org.client.query(query, CampaignRow, { kind: 'changes', urgency: 'scan', withDeleted: true });
  const alive = rows.filter(({ IsDeleted }) => !IsDeleted).map((row) => campaignOf(row, info));
  const last = rows.at(-1);
  return {
    campaigns: alive,
    gone: rows.filter(({ IsDeleted }) => IsDeleted).map(({ Id }) => Id),
    next: last === undefined ? after : { at: instant(last.SystemModstamp), id: last.Id },
    caughtUp: rows.length < org.pageSize,
  };
}
