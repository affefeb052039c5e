// /crm/v3/objects, one record at a time and in lists, in HubSpot's shapes and status codes.
import type { Account } from './account.ts';
import { invalidRequest, notFound } from './errors.ts';
import type { Answer, Route } from './exchange.ts';
import { objectNamed, type HubspotObject } from './model.ts';
import { present, presentLinks, presentWithHistory } from './present.ts';
import { createWith, listed, objectIn, propertiesOf, stringOf } from './request-parts.ts';

const LONGEST_LIST = 100;
/** With histories a list is shorter. */
const LONGEST_LIST_WITH_HISTORY = 50;

export function objectRoutes(account: Account): readonly Route[] {
  const read = 'crm.objects.:object.read';
  const write = 'crm.objects.:object.write';

  function getOne(object: HubspotObject, id: string, query: URLSearchParams): Answer {
    const idProperty = query.get('idProperty');
    const record = idProperty === null ? account.store.find(object, id) : account.store.findBy(object, idProperty, id);
    const archived = query.get('archived') === 'true';
    if (record === null || (record.archivedAt !== null) !== archived) throw notFound();
    const history = listed(query, 'propertiesWithHistory');
    const wanted = listed(query, 'properties');
    return {
      status: 200,
      body:
        history.length > 0 ? presentWithHistory(account, record, wanted, history) : present(account, record, wanted),
    };
  }

  function list(object: HubspotObject, query: URLSearchParams): Answer {
    const history = listed(query, 'propertiesWithHistory');
    const longest = history.length > 0 ? LONGEST_LIST_WITH_HISTORY : LONGEST_LIST;
    const limit = Number(query.get('limit') ?? 10);
    if (!(limit >= 1 && limit <= longest)) throw invalidRequest(`limit must be between 1 and ${longest}`);
    const archived = query.get('archived') === 'true';
    const after = Number(query.get('after') ?? 0);
    const found = account.store.after(object, after, limit + 1, archived);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const wanted = listed(query, 'properties');
    const links = listed(query, 'associations').flatMap((name) => objectNamed(name) ?? []);
    return {
      status: 200,
      body: {
        results: page.map((record) => ({
          ...(history.length > 0
            ? presentWithHistory(account, record, wanted, history)
            : present(account, record, wanted)),
          ...presentLinks(account, record, links),
        })),
        ...(last !== undefined && page.length < found.length ? { paging: { next: { after: last.id } } } : {}),
      },
    };
  }

  return [
    {
      method: 'GET',
      path: '/crm/v3/objects/:object',
      scope: read,
      handle: ({ query }, params) => list(objectIn(params), query),
    },
    {
      method: 'POST',
      path: '/crm/v3/objects/:object/merge',
      scope: write,
      handle({ body }, params) {
        const primary = stringOf(body['primaryObjectId'], 'primaryObjectId');
        const other = stringOf(body['objectIdToMerge'], 'objectIdToMerge');
        return {
          status: 200,
          body: present(account, account.merge(objectIn(params), primary, other, 'INTEGRATION'), []),
        };
      },
    },
    {
      method: 'POST',
      path: '/crm/v3/objects/:object',
      scope: write,
      handle: ({ body }, params) => ({
        status: 201,
        body: present(account, createWith(account, objectIn(params), body), []),
      }),
    },
    {
      method: 'GET',
      path: '/crm/v3/objects/:object/:id',
      scope: read,
      handle: ({ query }, params) => getOne(objectIn(params), params['id'] ?? '', query),
    },
    {
      method: 'PATCH',
      path: '/crm/v3/objects/:object/:id',
      scope: write,
      handle({ body }, params) {
        const record = account.live(objectIn(params), params['id'] ?? '');
        const after = account.update(record, propertiesOf(body), 'INTEGRATION');
        return { status: 200, body: present(account, after, Object.keys(propertiesOf(body))) };
      },
    },
    {
      method: 'DELETE',
      path: '/crm/v3/objects/:object/:id',
      scope: write,
      handle(_, params) {
        account.archive(account.live(objectIn(params), params['id'] ?? ''), 'INTEGRATION');
        return { status: 204 };
      },
    },
  ];
}
