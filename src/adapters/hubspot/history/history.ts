// HubSpot's past for the KPIs: what ports/crm-history.ts promises, put together from its parts.
import { Fault } from '#kernel/errors.ts';
import type { CrmHistory, HistoryKind, HistoryPage, HistoryRow, HistoryTotals } from '#ports/crm-history.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import { readDealStages } from '../settings.ts';
import { createAccess, type Access } from './access.ts';
import { activityChanges, activityPage, readActivityRows } from './activities.ts';
import { createCampaignHistory } from './campaign-rows.ts';
import { createContentHistory } from './content.ts';
import { partsOf, type HistoryDeps } from './deps.ts';
import { createFormHistory } from './forms.ts';
import { recordChanges } from './record-changes.ts';
import { readRecordsOf, recordPage, rowsOf } from './record-pages.ts';
import { createRecycleBin } from './recycle-bin.ts';
import { countOf } from './totals.ts';
import { createTouchHistory } from './touches.ts';
import { wantedOf, type HistoryObject } from './wanted.ts';

const NOTHING: HistoryPage = { rows: [], records: [], next: null };

export function createHubspotHistory(deps: HistoryDeps): CrmHistory {
  const { api } = deps;
  const access = createAccess(deps);
  const bin = createRecycleBin(deps);
  const campaigns = createCampaignHistory(deps);
  const parts = partsOf(deps, campaignIds);
  const forms = createFormHistory(deps);
  const content = createContentHistory(parts, forms);
  /** Made anew when what may be read changes, which a day sees at most once or twice. */
  let touches: { readonly key: string; readonly of: ReturnType<typeof createTouchHistory> } | null = null;

  function wanted(object: HistoryObject) {
    return wantedOf(deps.lists, deps.fieldMap(), object);
  }

  async function touchHistory(): Promise<ReturnType<typeof createTouchHistory>> {
    const { can } = await access();
    const key = `${can.has('forms')} ${can.has('campaigns')}`;
    if (touches?.key !== key) {
      const readable = { forms: can.has('forms') ? forms : null, campaigns: can.has('campaigns') ? campaigns : null };
      touches = { key, of: createTouchHistory({ deps, ...readable }) };
    }
    return touches.of;
  }

  async function campaignIds(): Promise<(said: string) => string> {
    const known = (await access()).can.has('campaigns') ? await campaigns.known() : [];
    const words = known.flatMap(({ row, utm }) => [row.name, utm ?? row.name].map((word) => [word, row.id] as const));
    const ids = new Map([...words, ...known.map(({ row }) => [row.id, row.id] as const)]);
    return (said) => ids.get(said) ?? said;
  }

  async function contactPage(cursor: string | null): Promise<HistoryPage> {
    const page = await recordPage(parts, 'contacts', cursor);
    for (const row of page.rows) if (row.kind === 'person') forms.noteContact(row.id, row.email);
    return page;
  }

  async function rowsById(object: HistoryObject, ids: readonly string[]): Promise<readonly HistoryRow[]> {
    const properties = await wanted(object);
    return rowsOf(parts, properties, await readRecordsOf(parts, properties, ids));
  }

  async function subscriptionTotals(): Promise<HistoryTotals> {
    const property = (await wanted('deals')).property('monthly');
    if (property === null) return { count: 0, amounts: null };
    return countOf(api, 'deals', [
      { propertyName: property, operator: 'GT', value: '0' },
      { propertyName: 'hs_is_closed_won', operator: 'EQ', value: 'true' },
      { propertyName: 'closedate', operator: 'HAS_PROPERTY' },
    ]);
  }

  return {
    async kinds() {
      const { can } = await access();
      const recurring = can.has('deals') && (await wanted('deals')).property('monthly') !== null;
      return HISTORY_KINDS.filter((kind) => has(kind, can, recurring));
    },
    async totals(kind) {
      switch (kind) {
        case 'company':
          return countOf(api, 'companies');
        case 'person':
          return countOf(api, 'contacts');
        case 'deal':
          return countOf(api, 'deals');
        case 'campaign':
          return campaigns.totals();
        case 'subscription':
          return subscriptionTotals();
        case 'touch':
        case 'activity':
        case 'content':
          return { count: null, amounts: null };
      }
    },
    async list(kind, cursor) {
      switch (kind) {
        case 'company':
          return recordPage(parts, 'companies', cursor);
        case 'campaign':
          return campaigns.page();
        case 'person':
          return contactPage(cursor);
        case 'deal':
          return recordPage(parts, 'deals', cursor);
        case 'touch':
          return (await touchHistory()).page(cursor);
        case 'activity':
          return activityPage(deps, (await access()).activities, cursor);
        case 'subscription':
          // They come with their deals.
          return NOTHING;
        case 'content':
          return content.page(cursor);
      }
    },
    async changes(kind, after) {
      switch (kind) {
        case 'company':
          return recordChanges(parts, bin, 'companies', after);
        case 'campaign':
          return campaigns.changes(after);
        case 'person':
          return recordChanges(parts, bin, 'contacts', after);
        case 'deal':
          return recordChanges(parts, bin, 'deals', after);
        case 'touch':
          return (await touchHistory()).changes(after);
        case 'activity':
          return activityChanges(deps, bin, (await access()).activities, after);
        case 'subscription':
          return { rows: [], gone: [], merged: [], next: after, caughtUp: true };
        case 'content':
          return content.changes(after);
      }
    },
    async read(kind, ids) {
      switch (kind) {
        case 'company':
          return rowsById('companies', ids);
        case 'campaign':
          return campaigns.read(ids);
        case 'person':
          return (await rowsById('contacts', ids)).filter((row) => row.kind === 'person');
        case 'deal':
          return (await rowsById('deals', ids)).filter((row) => row.kind === 'deal');
        case 'subscription':
          return (await rowsById('deals', ids)).filter((row) => row.kind === 'subscription');
        case 'activity':
          return readActivityRows(deps, ids);
        case 'touch':
        case 'content':
          throw new Fault('invalid_input', `HubSpot shows no single ${kind} by an id`);
      }
    },
    async labels() {
      const { can } = await access();
      const contacts = await wanted('contacts');
      const options = ['stage', 'status'].flatMap((name) => {
        const property = contacts.property(name);
        return property === null ? [] : (contacts.definitions.get(property)?.options ?? []);
      });
      const stages = can.has('deals') ? await readDealStages(api) : [];
      return new Map([
        ...options.map(({ value, label }) => [value, label] as const),
        ...stages.map(({ id, label }) => [id, label] as const),
      ]);
    },
  };
}

function has(kind: HistoryKind, can: Access['can'], recurring: boolean): boolean {
  switch (kind) {
    case 'company':
      return can.has('companies');
    case 'campaign':
      return can.has('campaigns');
    case 'person':
      return can.has('contacts');
    case 'deal':
      return can.has('deals');
    case 'touch':
      return can.has('contacts') && (can.has('forms') || can.has('campaigns'));
    case 'activity':
      return can.has('calls') || can.has('emails') || can.has('meetings') || can.has('tasks');
    case 'subscription':
      return recurring;
    case 'content':
      return can.has('forms') && can.has('analytics');
  }
}
