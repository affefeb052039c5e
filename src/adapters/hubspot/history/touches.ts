// Touches: forms that were sent, then contacts that campaigns influenced. First visits come with the contacts. The cursor
// names the form or campaign and how far it was read, so that what comes up meanwhile is found where its id belongs.
import type { ChangeCursor } from '#ports/crm.ts';
import type { HistoryChanges, HistoryPage, TouchRow } from '#ports/crm-history.ts';
import { after as later, DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { CampaignHistory, KnownCampaign } from './campaign-rows.ts';
import type { HistoryDeps } from './deps.ts';
import type { FormHistory } from './forms.ts';
import { hasInfluence, influenceIn, windowsOf } from './influence.ts';

/** Each round asks every form, and once a day every campaign that runs. */
const ROUND_MS = 10 * MINUTE_MS;

export interface TouchHistory {
  page(cursor: string | null): Promise<HistoryPage>;
  changes(after: ChangeCursor): Promise<HistoryChanges>;
}

export interface TouchDeps {
  readonly deps: HistoryDeps;
  readonly forms: FormHistory | null;
  readonly campaigns: CampaignHistory | null;
}

/** Null for what this account does not let us read. */
export function createTouchHistory({ deps, forms, campaigns }: TouchDeps): TouchHistory {
  let round = -Infinity;
  let influenceRound = -Infinity;
  const known = async (): Promise<readonly KnownCampaign[]> => (campaigns === null ? [] : campaigns.known());
  const today = (): string => deps.clock.now().toISOString().slice(0, 10);

  async function formPage(id: string, after: string): Promise<HistoryPage | null> {
    if (forms === null) return null;
    const all = await forms.forms();
    const form = id === '' ? all[0] : all.find((each) => each.id >= id);
    if (form === undefined) return null;
    const start = form.id === id && after !== '' ? after : null;
    const page = await forms.submissions(form.id, start, await known());
    const following = all.find((each) => each.id > form.id);
    const next = page.next === null ? following && `form ${following.id} ` : `form ${form.id} ${page.next}`;
    return { rows: page.touches, records: [], next: next ?? 'campaign  ' };
  }

  async function campaignPage(id: string, from: string): Promise<HistoryPage> {
    const all = (await known()).map(({ row }) => row).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const campaign = all.find((each) => each.id >= id);
    if (campaign === undefined) return { rows: [], records: [], next: null };
    const windows = windowsOf(campaign, today());
    const resumed = campaign.id === id && from !== '';
    const window = resumed ? windows.find((each) => each.from >= from) : windows[0];
    const any = window !== undefined && (resumed || (await hasInfluence(deps.api, campaign.id, windows)));
    const rows = any ? await influenceIn(deps.api, campaign.id, window) : [];
    const rest = any ? windows.filter((each) => each.from > window.from) : [];
    // A week without anybody is often the first of many: one call tells.
    const over = rows.length === 0 && rest.length > 1 && !(await hasInfluence(deps.api, campaign.id, rest));
    const nextWindow = over ? undefined : rest[0];
    const following = all.find((each) => each.id > campaign.id);
    if (nextWindow !== undefined) return { rows, records: [], next: `campaign ${campaign.id} ${nextWindow.from}` };
    return { rows, records: [], next: following === undefined ? null : `campaign ${following.id} ` };
  }

  async function sentSince(at: Date): Promise<readonly TouchRow[]> {
    if (forms === null) return [];
    const campaignsNow = await known();
    const touches: TouchRow[] = [];
    for (const { id } of await forms.forms()) {
      let after: string | null = null;
      do {
        const page = await forms.submissions(id, after, campaignsNow);
        touches.push(...page.touches.filter((touch) => touch.at >= at));
        after = page.oldest !== null && page.oldest >= at ? page.next : null;
      } while (after !== null);
    }
    return touches;
  }

  async function influencedSince(at: Date): Promise<readonly TouchRow[]> {
    const since = at.toISOString().slice(0, 10);
    const touches: TouchRow[] = [];
    for (const { row: campaign } of await known()) {
      const windows = windowsOf(campaign, today()).filter(({ to }) => to >= since);
      for (const window of windows) touches.push(...(await influenceIn(deps.api, campaign.id, window)));
    }
    return touches;
  }

  return {
    async page(cursor) {
      const [stage = 'form', id = '', rest = ''] = cursor?.split(' ') ?? [];
      const page = stage === 'form' ? await formPage(id, rest) : null;
      return page ?? campaignPage(stage === 'form' ? '' : id, stage === 'form' ? '' : rest);
    },
    async changes(after) {
      const ticks = performance.now();
      if (ticks - round < ROUND_MS) return { rows: [], gone: [], merged: [], next: after, caughtUp: true };
      const now = deps.clock.now();
      const sent = await sentSince(after.at);
      const daily = ticks - influenceRound >= DAY_MS;
      // Influence is counted by days, and late: the days before are looked at once more.
      const influenced = daily ? await influencedSince(later(after.at, -2 * DAY_MS)) : [];
      round = ticks;
      if (daily) influenceRound = ticks;
      const rows = [...influenced, ...sent].toSorted(
        (a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.id < b.id ? -1 : 1),
      );
      const next = now > after.at ? { at: now, id: '' } : after;
      return { rows, gone: [], merged: [], next, caughtUp: true };
    },
  };
}
