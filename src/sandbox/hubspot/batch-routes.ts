// /crm/v3/objects/{object}/batch: up to a hundred records in one call, 207 where a part of them could not be had.
import type { Account } from './account.ts';
import { ApiError, errorBody, invalidRequest } from './errors.ts';
import type { Answer, Json, Route } from './exchange.ts';
import { singular, type HubspotObject, type HubspotRecord } from './model.ts';
import { present, presentWithHistory } from './present.ts';
import { createWith, inputsOf, objectIn, propertiesOf, stringOf, stringsOf } from './request-parts.ts';
import { isEmpty } from './validate.ts';

const MOST_WITH_HISTORY = 50;

export function batchRoutes(account: Account): readonly Route[] {
  function find(object: HubspotObject, id: string, idProperty: unknown): HubspotRecord | null {
    return typeof idProperty === 'string'
      ? account.store.findBy(object, idProperty, id)
      : account.store.find(object, id);
  }

  function read(object: HubspotObject, body: Json, query: URLSearchParams): Answer {
    const ids = inputsOf(body).map((input) => stringOf(input['id'], 'inputs.id'));
    const wanted = stringsOf(body['properties']);
    const history = stringsOf(body['propertiesWithHistory']);
    if (history.length > 0 && ids.length > MOST_WITH_HISTORY) {
      throw invalidRequest(`The maximum number of inputs with propertiesWithHistory is ${MOST_WITH_HISTORY}`);
    }
    const archived = query.get('archived') === 'true';
    const found = new Map<string, HubspotRecord>();
    const missing: string[] = [];
    for (const id of ids) {
      const record = find(object, id, body['idProperty']);
      if (record === null || (record.archivedAt !== null) !== archived) missing.push(id);
      else found.set(record.id, record);
    }
    const results = [...found.values()].map((record) =>
      history.length > 0 ? presentWithHistory(account, record, wanted, history) : present(account, record, wanted),
    );
    return answer(results, missing.length === 0 ? [] : [couldNotGet(object, missing)]);
  }

  /** All of them or none, unless each input has an `objectWriteTraceId`: then each stands for itself. */
  function create(object: HubspotObject, inputs: readonly Json[]): Answer {
    if (inputs.length > 0 && inputs.every((input) => typeof input['objectWriteTraceId'] === 'string')) {
      const outcomes = inputs.map((input) => attempt(object, input));
      const made = outcomes.flatMap((outcome) => ('record' in outcome ? [shown(outcome.record)] : []));
      const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
      return answer(made, errors, 201);
    }
    const emails = inputs.flatMap((input) => {
      const email = propertiesOf(input)['email'];
      return isEmpty(email) ? [] : [email.trim().toLowerCase()];
    });
    if (object === 'contacts' && new Set(emails).size < emails.length) {
      throw invalidRequest('Duplicate IDs found in batch input');
    }
    for (const input of inputs) account.verify(object, null, propertiesOf(input));
    return answer(
      inputs.map((input) => shown(createWith(account, object, input))),
      [],
      201,
    );
  }

  function attempt(object: HubspotObject, input: Json): { readonly record: HubspotRecord } | { readonly error: Json } {
    try {
      return { record: createWith(account, object, input) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { correlationId: _, ...body } = errorBody(error);
      return { error: { ...body, context: { objectWriteTraceId: [input['objectWriteTraceId']] } } };
    }
  }

  function update(object: HubspotObject, body: Json): Answer {
    const inputs = inputsOf(body).map((input) => {
      const id = stringOf(input['id'], 'inputs.id');
      const record = find(object, id, input['idProperty']);
      return { id, record: record?.archivedAt === null ? record : null, properties: propertiesOf(input) };
    });
    for (const { record, properties } of inputs) if (record !== null) account.verify(object, record, properties);
    const results = inputs.flatMap(({ record, properties }) =>
      record === null ? [] : [shown(account.update(record, properties, 'INTEGRATION'))],
    );
    const missing = inputs.filter(({ record }) => record === null).map(({ id }) => id);
    return answer(results, missing.length === 0 ? [] : [couldNotGet(object, missing)]);
  }

  function upsert(object: HubspotObject, body: Json): Answer {
    const results = inputsOf(body).map((input) => {
      const idProperty = stringOf(input['idProperty'], 'inputs.idProperty');
      const id = stringOf(input['id'], 'inputs.id');
      const existing = find(object, id, idProperty);
      const properties = { ...propertiesOf(input), [idProperty]: id };
      if (existing !== null) return { ...shown(account.update(existing, properties, 'INTEGRATION')), new: false };
      return { ...shown(account.create(object, properties, 'INTEGRATION')), new: true };
    });
    return answer(results, []);
  }

  function shown(record: HubspotRecord): Json {
    return present(account, record, []);
  }

  function answer(results: readonly Json[], errors: readonly Json[], status = 200): Answer {
    const at = account.clock.now().toISOString();
    const complete = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    if (errors.length === 0) return { status, body: complete };
    return { status: 207, body: { ...complete, numErrors: errors.length, errors } };
  }

  const base = '/crm/v3/objects/:object/batch';
  const [reads, writes] = ['crm.objects.:object.read', 'crm.objects.:object.write'];
  return [
    {
      method: 'POST',
      path: `${base}/read`,
      scope: reads,
      handle: ({ body, query }, params) => read(objectIn(params), body, query),
    },
    {
      method: 'POST',
      path: `${base}/create`,
      scope: writes,
      handle: ({ body }, params) => create(objectIn(params), inputsOf(body)),
    },
    {
      method: 'POST',
      path: `${base}/update`,
      scope: writes,
      handle: ({ body }, params) => update(objectIn(params), body),
    },
    {
      method: 'POST',
      path: `${base}/upsert`,
      scope: writes,
      handle: ({ body }, params) => upsert(objectIn(params), body),
    },
    {
      method: 'POST',
      path: `${base}/archive`,
      scope: writes,
      handle({ body }, params) {
        const object = objectIn(params);
        for (const input of inputsOf(body)) {
          const record = account.store.find(object, stringOf(input['id'], 'inputs.id'));
          // Archiving what is gone already is no error in a batch.
          if (record !== null) account.archive(record, 'INTEGRATION');
        }
        return { status: 204 };
      },
    },
  ];
}

function couldNotGet(object: HubspotObject, ids: readonly string[]): Json {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${singular(object).toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}
