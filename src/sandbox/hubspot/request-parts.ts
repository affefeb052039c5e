// What routes read out of a request: the object of a path, the inputs of a batch, properties and lists. Throws HubSpot's
// own 400 for what is not there.
import type { Account } from './account.ts';
import { defaultTypeId, targetOf } from './associations.ts';
import { invalidRequest } from './errors.ts';
import type { Json } from './exchange.ts';
import { objectNamed, singular, type HubspotObject, type HubspotRecord, type Properties } from './model.ts';

const BATCH_LIMIT = 100;

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

/** Every value as text; null empties a property. */
export function propertiesOf(input: Json): Properties {
  const properties = (input['properties'] ?? {}) as Readonly<Record<string, string | number | boolean | null>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );
}

/** Repeated or comma-separated, HubSpot takes both. */
export function listed(query: URLSearchParams, name: string): readonly string[] {
  return query.getAll(name).flatMap((part) => part.split(',').filter((item) => item !== ''));
}

export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function stringOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidRequest(`${name} is required`);
  return String(value);
}

/** Creates a record with the associations that its input names; nothing where one of those cannot be made. */
export function createWith(account: Account, object: HubspotObject, input: Json): HubspotRecord {
  const targets = associationsOf(object, input['associations']).map((to) => account.live(to.object, to.id));
  const record = account.create(object, propertiesOf(input), 'INTEGRATION');
  for (const target of targets) account.associate(record, target, 'INTEGRATION');
  return account.live(object, record.id);
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
