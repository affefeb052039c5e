// Between our field names and HubSpot's properties, and between typed values and HubSpot's strings. Pure.
import { storableText } from '#adapters/http/text.ts';
import type { FieldMap, Fields, FieldValue } from '#ports/crm.ts';
import type { PropertyDefinition } from './properties.ts';
import type { HubspotObject } from './objects.ts';

export interface MappedField {
  /** `lead.score`. */
  readonly path: string;
  /** `score`. */
  readonly name: string;
  /** `hubspotscore`. */
  readonly property: string;
}

const NAMES: Readonly<Record<HubspotObject, { readonly ours: string; readonly theirs: string }>> = {
  contacts: { ours: 'lead', theirs: 'contact' },
  companies: { ours: 'company', theirs: 'company' },
  deals: { ours: 'opportunity', theirs: 'deal' },
  tasks: { ours: 'task', theirs: 'task' },
};

/** What a new record needs whether or not the playbook maps it (ports/crm.ts, `NewRecord`). */
const BUILT_IN: FieldMap = {
  'opportunity.name': 'deal.dealname',
  'opportunity.stage': 'deal.dealstage',
  'opportunity.amount': 'deal.amount',
  'opportunity.close_date': 'deal.closedate',
  'opportunity.pipeline': 'deal.pipeline',
  'task.subject': 'task.hs_task_subject',
  'task.body': 'task.hs_task_body',
  'task.due': 'task.hs_timestamp',
  'task.kind': 'task.hs_task_type',
  'task.status': 'task.hs_task_status',
};

/** The fields of one object, as the map (over the built-in ones) says. Entries of another CRM are not ours to read. */
export function fieldsOf(map: FieldMap, object: HubspotObject): readonly MappedField[] {
  const { ours, theirs } = NAMES[object];
  return Object.entries({ ...BUILT_IN, ...map }).flatMap(([path, target]) => {
    const [root, name] = split(path);
    const [owner, property] = split(target);
    return root === ours && owner === theirs ? [{ path, name, property }] : [];
  });
}

/** `contact.hubspotscore`, as a field map writes it. */
export function qualified(object: HubspotObject, property: string): string {
  return `${NAMES[object].theirs}.${property}`;
}

function split(text: string): [string, string] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/** Our names and typed values for what HubSpot sent. */
export function readFields(
  fields: readonly MappedField[],
  definitions: ReadonlyMap<string, PropertyDefinition>,
  properties: Readonly<Record<string, string | null | undefined>>,
): Fields {
  const entries = fields.map(({ name, property }) => [
    name,
    typed(definitions.get(property), storableText(properties[property] ?? '')),
  ]);
  return Object.fromEntries(entries) as Fields;
}

function typed(definition: PropertyDefinition | undefined, text: string): FieldValue {
  if (text === '') return null;
  if (definition?.type === 'number') {
    const number = Number(text);
    return Number.isFinite(number) ? number : text;
  }
  if (definition?.type === 'bool') return text === 'true';
  if (definition?.type === 'datetime') return instant(text);
  return text;
}

/** HubSpot shows instants as ISO 8601, in older properties as Unix milliseconds. */
function instant(text: string): string {
  return /^-?\d+$/.test(text) ? new Date(Number(text)).toISOString() : text;
}

/** HubSpot's names and strings for what is to be written; a name that is not ours is taken for a property. */
export function writeFields(
  fields: readonly MappedField[],
  definitions: ReadonlyMap<string, PropertyDefinition>,
  values: Fields,
): Readonly<Record<string, string>> {
  const entries = Object.entries(values).map(([name, value]) => {
    const property = fields.find((field) => field.name === name)?.property ?? name;
    return [property, asText(definitions.get(property), value)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The empty string clears a property. A label is as good as the option's value. */
function asText(definition: PropertyDefinition | undefined, value: FieldValue): string {
  if (value === null) return '';
  const text = String(value);
  if (definition === undefined || definition.options.some((option) => option.value === text)) return text;
  const labelled = definition.options.find((option) => option.label.toLowerCase() === text.toLowerCase());
  return labelled?.value ?? text;
}
