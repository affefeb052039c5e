// /marketing/v3/campaigns, in the shapes of HubSpot's public API; what they cost is beside, assets and reports are not
// imitated.
import type { Account } from './account.ts';
import { invalidRequest } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import type { HubspotRecord } from './model.ts';
import { inputsOf, listed, propertiesOf, stringOf } from './request-parts.ts';
import { isEmpty } from './validate.ts';

const BASE = '/marketing/v3/campaigns';
const LONGEST_PAGE = 100;
const READ = 'marketing.campaigns.read';
const WRITE = 'marketing.campaigns.write';

export function campaignRoutes(account: Account): readonly Route[] {
  function campaign(params: Readonly<Record<string, string>>): HubspotRecord {
    return account.live('campaigns', params['id'] ?? '');
  }

  function create(input: Json): HubspotRecord {
    const { hs_goal: _deprecated, ...properties } = propertiesOf(input);
    if (isEmpty(properties['hs_name'])) throw invalidRequest('hs_name is required to create a campaign');
    return account.create('campaigns', properties, 'INTEGRATION');
  }

  function update(id: string, input: Json): HubspotRecord {
    const { hs_goal: _deprecated, ...properties } = propertiesOf(input);
    return account.update(account.live('campaigns', id), properties, 'INTEGRATION');
  }

  function list(query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 50);
    if (!(limit >= 1 && limit <= LONGEST_PAGE)) throw invalidRequest(`limit must be between 1 and ${LONGEST_PAGE}`);
    const start = Number(query.get('after') ?? 0);
    const name = (query.get('name') ?? '').toLowerCase();
    const found = account.store
      .all('campaigns')
      .filter(({ archivedAt, properties }) => archivedAt === null && matches(properties['hs_name'], name))
      .toSorted(sortedBy(query.get('sort') ?? 'hs_name'));
    const page = found.slice(start, start + limit);
    const after = start + page.length;
    return {
      status: 200,
      body: {
        total: found.length,
        results: page.map((record) => present(record, listed(query, 'properties'))),
        ...(after < found.length ? { paging: { next: { after: String(after) } } } : {}),
      },
    };
  }

  function batch(results: readonly HubspotRecord[], status: number, wanted: readonly string[]): Answer {
    const at = account.clock.now().toISOString();
    const shown = results.map((record) => present(record, wanted));
    return { status, body: { status: 'COMPLETE', results: shown, startedAt: at, completedAt: at } };
  }

  return [
    { method: 'GET', path: BASE, scope: READ, handle: ({ query }) => list(query) },
    {
      method: 'POST',
      path: BASE,
      scope: WRITE,
      handle: ({ body }) => ({ status: 201, body: present(create(body), Object.keys(propertiesOf(body))) }),
    },
    {
      method: 'POST',
      path: `${BASE}/batch/read`,
      scope: READ,
      handle({ body, query }) {
        const found = inputsOf(body).flatMap(({ id }) => account.store.find('campaigns', stringOf(id, 'id')) ?? []);
        const there = found.filter(({ archivedAt }) => archivedAt === null);
        return batch(there, 200, listed(query, 'properties'));
      },
    },
    {
      method: 'POST',
      path: `${BASE}/batch/create`,
      scope: WRITE,
      handle: ({ body }) => batch(inputsOf(body).map(create), 201, ALL),
    },
    {
      method: 'POST',
      path: `${BASE}/batch/update`,
      scope: WRITE,
      handle: ({ body }) =>
        batch(
          inputsOf(body).map((input) => update(stringOf(input['id'], 'id'), input)),
          200,
          ALL,
        ),
    },
    {
      method: 'POST',
      path: `${BASE}/batch/archive`,
      scope: WRITE,
      handle({ body }) {
        for (const { id } of inputsOf(body)) {
          account.archive(account.live('campaigns', stringOf(id, 'id')), 'INTEGRATION');
        }
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: `${BASE}/:id`,
      scope: READ,
      handle: ({ query }, params) => ({ status: 200, body: present(campaign(params), listed(query, 'properties')) }),
    },
    {
      method: 'PATCH',
      path: `${BASE}/:id`,
      scope: WRITE,
      handle: ({ body }, params) => {
        const record = update(params['id'] ?? '', body);
        return { status: 200, body: present(record, Object.keys(propertiesOf(body))) };
      },
    },
    {
      method: 'DELETE',
      path: `${BASE}/:id`,
      scope: WRITE,
      handle(_, params) {
        account.archive(campaign(params), 'INTEGRATION');
        return { status: 204 };
      },
    },
  ];
}

const ALL: readonly string[] = [
  'hs_name',
  'hs_start_date',
  'hs_end_date',
  'hs_campaign_status',
  'hs_owner',
  'hs_notes',
  'hs_audience',
  'hs_currency_code',
  'hs_utm',
];

/** Properties without a value are left out, and all of them where none were asked for. */
function present({ id, properties, createdAt, updatedAt }: HubspotRecord, wanted: readonly string[]): Json {
  const values = wanted.flatMap((name) => (isEmpty(properties[name]) ? [] : [[name, properties[name]] as const]));
  return {
    id,
    properties: Object.fromEntries(values),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    businessUnits: [],
  };
}

function matches(name: string | null | undefined, wanted: string): boolean {
  return (name ?? '').toLowerCase().includes(wanted);
}

const SORTS: Readonly<Record<string, (record: HubspotRecord) => string>> = {
  hs_name: ({ properties }) => (properties['hs_name'] ?? '').toLowerCase(),
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
};

/** `updatedAt`, or `-updatedAt` for the newest first. Throws 400 for what HubSpot does not sort by. */
function sortedBy(sort: string): (a: HubspotRecord, b: HubspotRecord) => number {
  const key = SORTS[sort.replace(/^-/, '')];
  if (key === undefined) throw invalidRequest(`sort must be one of ${Object.keys(SORTS).join(', ')}`);
  const sign = sort.startsWith('-') ? -1 : 1;
  return (a, b) => key(a).localeCompare(key(b)) * sign || a.id.localeCompare(b.id);
}
