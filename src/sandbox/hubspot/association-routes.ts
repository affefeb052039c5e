// Associations between records (v4): read one by one or in batches, made by default type.
import type { Account } from './account.ts';
import { defaultTypeId, labelOf, type Association } from './associations.ts';
import { invalidRequest } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import { singular, type HubspotObject } from './model.ts';
import { inputsOf, objectIn } from './object-routes.ts';

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

  function linkByDefault(params: Readonly<Record<string, string>>): Answer {
    const from = account.live(objectIn(params), params['id'] ?? '');
    const to = account.live(objectIn(params, 'to'), params['toId'] ?? '');
    const typeId = defaultTypeId(from.object, to.object);
    const backId = defaultTypeId(to.object, from.object);
    if (typeId === null || backId === null) throw invalidRequest('No default association type exists for this pair');
    account.associate(from, to);
    const at = account.clock.now().toISOString();
    const results = [
      { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(typeId) },
      { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(backId) },
    ];
    return { status: 200, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
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
      path: '/crm/v4/objects/:object/:id/associations/default/:to/:toId',
      scope: 'crm.objects.:object.write',
      handle: (_, params) => linkByDefault(params),
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
