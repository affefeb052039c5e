// /crm/v3/objects: single records and batches, in HubSpot's shapes and status codes.
import type { Account } from './account.ts';
import { defaultTypeId, targetOf } from './associations.ts';
import { invalidRequest, notFound } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import { objectNamed, singular, type HubspotObject, type HubspotRecord, type Properties } from './model.ts';
import { present, presentWithHistory } from './present.ts';

const BATCH_LIMIT = 100;

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

  function createOne(object: HubspotObject, input: Json): HubspotRecord {
    const targets = associationsOf(object, input['associations']).map((to) => account.live(to.object, to.id));
    const record = account.create(object, propertiesOf(input), 'INTEGRATION');
    for (const target of targets) account.associate(record, target);
    return account.live(object, record.id);
  }

  function batchRead(object: HubspotObject, body: Json, query: URLSearchParams): Answer {
    const ids = inputsOf(body).map((input) => stringOf(input['id'], 'inputs.id'));
    const wanted = stringsOf(body['properties']);
    const history = stringsOf(body['propertiesWithHistory']);
    const idProperty = typeof body['idProperty'] === 'string' ? body['idProperty'] : null;
    const archived = query.get('archived') === 'true';
    const found = new Map<string, HubspotRecord>();
    const missing: string[] = [];
    for (const id of ids) {
      const record =
        idProperty === null ? account.store.find(object, id) : account.store.findBy(object, idProperty, id);
      if (record === null || (record.archivedAt !== null) !== archived) missing.push(id);
      else found.set(record.id, record);
    }
    const results = [...found.values()].map((record) =>
      history.length > 0 ? presentWithHistory(account, record, wanted, history) : present(account, record, wanted),
    );
    return batchAnswer(results, missing.length === 0 ? [] : [couldNotGet(object, missing)]);
  }

  function batchAnswer(results: readonly unknown[], errors: readonly unknown[], status = 200): Answer {
    const at = account.clock.now().toISOString();
    const complete = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    if (errors.length === 0) return { status, body: complete };
    return { status: 207, body: { ...complete, numErrors: errors.length, errors } };
  }

  return [
    {
      method: 'POST',
      path: '/crm/v3/objects/:object/batch/read',
      scope: read,
      handle: ({ body, query }, params) => batchRead(objectIn(params), body, query),
    },
    {
      method: 'POST',
      path: '/crm/v3/objects/:object/batch/create',
      scope: write,
      handle({ body }, params) {
        const records = inputsOf(body).map((input) => createOne(objectIn(params), input));
        return batchAnswer(
          records.map((record) => present(account, record, [])),
          [],
          201,
        );
      },
    },
    {
      method: 'POST',
      path: '/crm/v3/objects/:object/batch/update',
      scope: write,
      handle({ body }, params) {
        const object = objectIn(params);
        const records = inputsOf(body).map((input) =>
          account.update(account.live(object, stringOf(input['id'], 'inputs.id')), propertiesOf(input), 'INTEGRATION'),
        );
        return batchAnswer(
          records.map((record) => present(account, record, [])),
          [],
        );
      },
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
      handle: ({ body }, params) => ({ status: 201, body: present(account, createOne(objectIn(params), body), []) }),
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

/** The object that a path names. Throws 400, as HubSpot does, for one that it does not know. */
export function objectIn(params: Readonly<Record<string, string>>, name = 'object'): HubspotObject {
  const object = objectNamed(params[name] ?? '');
  if (object === null) throw invalidRequest(`Unable to infer object type from: ${params[name]}`);
  return object;
}

export function inputsOf(body: Json): readonly Json[] {
  const inputs = body['inputs'];
  if (!Array.isArray(inputs)) throw invalidRequest('Invalid input JSON: inputs is required');
  if (inputs.length > BATCH_LIMIT) throw invalidRequest(`The maximum number of inputs is ${BATCH_LIMIT}`);
  return inputs as readonly Json[];
}

function associationsOf(from: HubspotObject, given: unknown): readonly { object: HubspotObject; id: string }[] {
  if (given === undefined || given === null) return [];
  return (given as readonly { to: { id: string }; types: readonly { associationTypeId: number }[] }[]).map((link) => {
    const object = targetOf(from, link.types[0]?.associationTypeId ?? 0);
    if (object === null || defaultTypeId(from, object) === null) {
      throw invalidRequest(`invalid association type ${link.types[0]?.associationTypeId} for ${singular(from)}`);
    }
    return { object, id: link.to.id };
  });
}

function propertiesOf(input: Json): Properties {
  const properties = (input['properties'] ?? {}) as Readonly<Record<string, string | number | boolean | null>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );
}

function couldNotGet(object: HubspotObject, ids: readonly string[]): Json {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${singular(object).toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}

/** Repeated or comma-separated, HubSpot takes both. */
function listed(query: URLSearchParams, name: string): readonly string[] {
  return query.getAll(name).flatMap((part) => part.split(',').filter((item) => item !== ''));
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function stringOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidRequest(`${name} is required`);
  return String(value);
}
