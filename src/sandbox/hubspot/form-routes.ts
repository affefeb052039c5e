// Forms over HubSpot's API: their list, what was sent with one (newest first, fifty a page), how often they were seen and
// sent a day; and the contacts that a campaign reached, by id alone.
import type { Account } from './account.ts';
import { invalidRequest } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import type { Form } from './forms.ts';

const LONGEST_LIST = 100;
const MOST_SUBMISSIONS = 50;
const CONTACT_TYPES = ['contactFirstTouch', 'contactLastTouch', 'influencedContacts'];

export function formRoutes(account: Account): readonly Route[] {
  const { forms } = account;

  function byDay(query: URLSearchParams): Json {
    const [from, to] = [dayIn(query, 'start'), dayIn(query, 'end')];
    const wanted = query.getAll('f');
    const listed = forms.all().filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    const days: Record<string, Json[]> = {};
    for (const { id } of listed) {
      for (const { day, views, submissions } of forms.days(id, from, to)) {
        const ratio = views === 0 ? 0 : submissions / views;
        const row = { breakdown: id, formViews: views, visibles: views, submissions, submissionsPerFormView: ratio };
        (days[day] ??= []).push(row);
      }
    }
    return days;
  }

  return [
    {
      method: 'GET',
      path: '/marketing/v3/forms',
      scope: 'forms',
      handle({ query }) {
        const limit = limitIn(query, 50, LONGEST_LIST);
        return paged(forms.all(), startIn(query), limit, (page) => page.map(presentForm));
      },
    },
    {
      method: 'GET',
      path: '/form-integrations/v1/submissions/forms/:id',
      scope: 'forms',
      handle({ query }, params) {
        const limit = limitIn(query, 20, MOST_SUBMISSIONS);
        const start = startIn(query);
        const found = forms.submissions(params['id'] ?? '', start, limit + 1);
        const next = found.length > limit ? { paging: { next: { after: cursor(start + limit) } } } : {};
        return { status: 200, body: { results: found.slice(0, limit), ...next } };
      },
    },
    {
      method: 'GET',
      path: '/analytics/v2/reports/forms/daily',
      scope: 'business-intelligence',
      handle: ({ query }) => ({ status: 200, body: byDay(query) }),
    },
    {
      method: 'GET',
      path: '/marketing/v3/campaigns/:id/reports/contacts/:type',
      scope: 'marketing.campaigns.read',
      handle({ query }, params) {
        const campaign = account.live('campaigns', params['id'] ?? '');
        const type = params['type'] ?? '';
        if (!CONTACT_TYPES.includes(type))
          throw invalidRequest(`contactType must be one of ${CONTACT_TYPES.join(', ')}`);
        const [from, to] = [query.get('startDate') ?? '2006-01-01', query.get('endDate') ?? '9999-12-31'];
        const ids = type === 'influencedContacts' ? forms.influenced(campaign.id, from, to) : [];
        return paged(ids, startIn(query), limitIn(query, 100, LONGEST_LIST), (page) => page.map((id) => ({ id })));
      },
    },
  ];
}

function paged<T>(all: readonly T[], start: number, limit: number, show: (page: readonly T[]) => unknown): Answer {
  const next = start + limit < all.length ? { paging: { next: { after: cursor(start + limit) } } } : {};
  return { status: 200, body: { results: show(all.slice(start, start + limit)), ...next } };
}

/** Opaque to whoever pages, as HubSpot's is. */
function cursor(start: number): string {
  return Buffer.from(`${start}\n`).toString('base64');
}

function startIn(query: URLSearchParams): number {
  const after = query.get('after');
  if (after === null) return 0;
  const start = Number(Buffer.from(after, 'base64').toString());
  if (!Number.isInteger(start)) throw invalidRequest('after is not a paging cursor');
  return start;
}

function limitIn(query: URLSearchParams, usual: number, most: number): number {
  const limit = Number(query.get('limit') ?? usual);
  if (!(limit >= 1 && limit <= most)) throw invalidRequest(`limit must be between 1 and ${most}`);
  return limit;
}

/** `20261123` as `2026-11-23`. */
function dayIn(query: URLSearchParams, name: string): string {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(query.get(name) ?? '');
  if (found === null) throw invalidRequest(`${name} must be a day, as in 20261123`);
  return found.slice(1).join('-');
}

function presentForm({ id, name, formType, createdAt }: Form): Json {
  const at = createdAt.toISOString();
  return { id, name, formType, createdAt: at, updatedAt: at, archived: false, fieldGroups: [] };
}
