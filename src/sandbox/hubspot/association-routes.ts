// Associations between records (v4): read, made and taken away, one by one or in batches.
import type { Account } from './account.ts';
import { defaultTypeId, labelOf, targetOf, type Association } from './associations.ts';
import { invalidRequest } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import { OBJECT_TYPE_IDS, singular, type HubspotObject, type HubspotRecord } from './model.ts';
import { inputsOf, objectIn, stringOf } from './request-parts.ts';

export function associationRoutes(account: Account): readonly Route[] {
  function batchRead(from: HubspotObject, to: HubspotObject, body: Json): Answer {
    const at = account.clock.now().toISOString();
    const ids = inputsOf(body).map((input) => String(input['id']));
    const found = ids.map((id) => ({ id, links: account.associations.of({ object: from, id }, to) }));
    const errors = found.filter(({ links }) => links.length === 0).map(({ id }) => noneFound(from, id, to));
    const results = found
      .filter(({ links }) => links.length > 0)
      .map(({ id, links }) => ({ from: { id }, to: links.map(presentLink) }));
    const complete = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    if (errors.length === 0) return { status: 200, body: complete };
    return { status: 207, body: { ...complete, numErrors: errors.length, errors } };
  }

  function endsOf(params: Readonly<Record<string, string>>): [from: HubspotRecord, to: HubspotRecord] {
    return [
      account.live(objectIn(params), params['id'] ?? ''),
      account.live(objectIn(params, 'to'), params['toId'] ?? ''),
    ];
  }

  function linked(from: HubspotRecord, to: HubspotRecord): readonly Json[] {
    const typeId = defaultTypeId(from.object, to.object);
    const backId = defaultTypeId(to.object, from.object);
    if (typeId === null || backId === null) throw invalidRequest('No default association type exists for this pair');
    account.associate(from, to, 'INTEGRATION');
    return [
      { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(typeId) },
      { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(backId) },
    ];
  }

  function complete(results: readonly Json[]): Answer {
    const at = account.clock.now().toISOString();
    return { status: 200, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
  }

  /** With types: each must be one that leads from the first object to the second. */
  function linkAs(params: Readonly<Record<string, string>>, body: unknown): Answer {
    const [from, to] = endsOf(params);
    const types = Array.isArray(body) ? (body as readonly Json[]).map((type) => Number(type['associationTypeId'])) : [];
    if (types.length === 0) throw invalidRequest('Invalid input JSON: association types are required');
    const wrong = types.find((type) => targetOf(from.object, type) !== to.object);
    if (wrong !== undefined) throw invalidRequest(`invalid association type ${wrong} for ${singular(from.object)}`);
    account.associate(from, to, 'INTEGRATION');
    const back = { fromObjectTypeId: OBJECT_TYPE_IDS[from.object], fromObjectId: Number(from.id) };
    const there = { toObjectTypeId: OBJECT_TYPE_IDS[to.object], toObjectId: Number(to.id) };
    return { status: 201, body: { ...back, ...there, labels: [] } };
  }

  return [
    {
      method: 'POST',
      path: '/crm/v4/associations/:object/:to/batch/read',
      scope: 'crm.objects.:object.read',
      handle: ({ body }, params) => batchRead(objectIn(params), objectIn(params, 'to'), body),
    },
    {
      method: 'GET',
      path: '/crm/v4/objects/:object/:id/associations/:to',
      scope: 'crm.objects.:object.read',
      handle(_, params) {
        const from = account.live(objectIn(params), params['id'] ?? '');
        const links = account.associations.of(from, objectIn(params, 'to'));
        return { status: 200, body: { results: links.map(presentLink) } };
      },
    },
    {
      method: 'PUT',
      path: '/crm/v4/objects/:object/:id/associations/:to/:toId',
      scope: 'crm.objects.:object.write',
      handle: ({ body }, params) => linkAs(params, body),
    },
    {
      method: 'DELETE',
      path: '/crm/v4/objects/:object/:id/associations/:to/:toId',
      scope: 'crm.objects.:object.write',
      handle(_, params) {
        const [from, to] = endsOf(params);
        account.dissociate(from, to, 'INTEGRATION');
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/crm/v4/associations/:object/:to/batch/associate/default',
      scope: 'crm.objects.:object.write',
      handle({ body }, params) {
        const pairs = inputsOf(body).map(({ from, to }) => endsOf({ ...params, id: idOf(from), toId: idOf(to) }));
        return complete(pairs.flatMap(([from, to]) => linked(from, to)));
      },
    },
    {
      method: 'POST',
      path: '/crm/v4/associations/:object/:to/batch/archive',
      scope: 'crm.objects.:object.write',
      handle({ body }, params) {
        for (const { from, to } of inputsOf(body)) {
          for (const toId of [to].flat().map(idOf)) {
            account.dissociate(...endsOf({ ...params, id: idOf(from), toId }), 'INTEGRATION');
          }
        }
        return { status: 204 };
      },
    },
    {
      method: 'PUT',
      path: '/crm/v4/objects/:object/:id/associations/default/:to/:toId',
      scope: 'crm.objects.:object.write',
      handle: (_, params) => complete(linked(...endsOf(params))),
    },
  ];
}

function presentLink(link: Association): Json {
  return {
    toObjectId: Number(link.toId),
    associationTypes: link.typeIds.map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId, label: labelOf(typeId) })),
  };
}

function spec(associationTypeId: number): Json {
  return { associationCategory: 'HUBSPOT_DEFINED', associationTypeId };
}

function noneFound(from: HubspotObject, id: string, to: HubspotObject): Json {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${singular(to)} is associated with ${singular(from)} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [singular(from)], toObjectType: [singular(to)] },
  };
}

/** `{ id }` as batches name a record. */
function idOf(end: unknown): string {
  return stringOf((end as { readonly id?: unknown } | null | undefined)?.id, 'id');
}
