// Views and submissions of forms by day, from HubSpot's analytics. Calls: one for each thirty days of all forms.
import { z } from 'zod';
import type { ChangeCursor } from '#ports/crm.ts';
import type { ContentRow, HistoryChanges, HistoryPage } from '#ports/crm-history.ts';
import { storableText } from '#adapters/http/text.ts';
import { after as later, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { HistoryParts } from './deps.ts';
import type { Form, FormHistory } from './forms.ts';
import { scan } from './listed.ts';
import { dayAfter, dayAt } from './values.ts';

const WINDOW_DAYS = 30;

/** By calendar day, as `2026-11-23`. */
const Daily = z.record(
  z.string(),
  z.array(z.object({ breakdown: z.string(), formViews: z.number().default(0), submissions: z.number().default(0) })),
);

/** What a form leads to, by words in its name: HubSpot has no such field. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/webinar/iu, 'webinar'],
  [/e-?book|white ?paper|guide|report/iu, 'ebook'],
  [/demo|trial/iu, 'demo request'],
  [/newsletter|subscribe/iu, 'newsletter'],
  [/contact|quote|pricing/iu, 'contact request'],
  [/event|workshop|conference/iu, 'event'],
];

export interface ContentHistory {
  page(cursor: string | null): Promise<HistoryPage>;
  changes(after: ChangeCursor): Promise<HistoryChanges>;
}

export function createContentHistory(parts: HistoryParts, forms: FormHistory): ContentHistory {
  let round = -Infinity;

  async function rowsBetween(from: string, to: string): Promise<readonly ContentRow[]> {
    const now = parts.clock.now();
    const named = new Map((await forms.forms()).map((form) => [form.id, form]));
    const query = new URLSearchParams({ start: from.replaceAll('-', ''), end: to.replaceAll('-', '') });
    const daily = await parts.api.get(
      scan('analytics'),
      Daily,
      `/analytics/v2/reports/forms/daily?${query.toString()}`,
    );
    return Object.entries(daily).flatMap(([day, rows]) =>
      rows.flatMap(({ breakdown, formViews, submissions }) => {
        const form = named.get(breakdown);
        return form === undefined ? [] : [contentRow(form, day.slice(0, 10), formViews, submissions, now)];
      }),
    );
  }

  /** Of the oldest form. */
  async function firstDay(zone: string): Promise<string | undefined> {
    const made = (await forms.forms()).map(({ createdAt }) => dayAt(createdAt, zone));
    return made.toSorted()[0];
  }

  return {
    async page(cursor) {
      const { zone } = await parts.terms();
      const today = dayAt(parts.clock.now(), zone);
      const from = cursor ?? (await firstDay(zone));
      if (from === undefined || from > today) return { rows: [], records: [], next: null };
      const to = dayAfter(from, WINDOW_DAYS - 1);
      const rows = await rowsBetween(from, to < today ? to : today);
      return { rows, records: [], next: to < today ? dayAfter(to, 1) : null };
    },
    async changes(after) {
      const ticks = performance.now();
      if (ticks - round < HOUR_MS) return { rows: [], gone: [], merged: [], next: after, caughtUp: true };
      const now = parts.clock.now();
      const { zone } = await parts.terms();
      const today = dayAt(now, zone);
      // Numbers of a day settle within the next.
      const since = dayAt(later(after.at, -2 * DAY_MS), zone);
      const made = (await firstDay(zone)) ?? today;
      const first = since > made ? since : made;
      const end = dayAfter(first, WINDOW_DAYS - 1);
      const whole = end >= today;
      const rows = await rowsBetween(first, whole ? today : end);
      if (whole) round = ticks;
      const at = whole ? now : new Date(Math.max(after.at.getTime(), Date.parse(`${end}T00:00:00Z`)));
      return { rows, gone: [], merged: [], next: at > after.at ? { at, id: '' } : after, caughtUp: whole };
    },
  };
}

function contentRow(form: Form, day: string, views: number, conversions: number, now: Date): ContentRow {
  const name = storableText(form.name);
  return {
    kind: 'content',
    crm: 'hubspot',
    id: `${form.id}:${day}`,
    createdAt: new Date(`${day}T00:00:00Z`),
    modifiedAt: now,
    name,
    format: FORMATS.find(([words]) => words.test(name))?.[1] ?? form.formType ?? null,
    segment: null,
    day,
    views: Math.max(0, Math.round(views)),
    conversions: Math.max(0, Math.round(conversions)),
  };
}
