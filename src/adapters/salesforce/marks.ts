// How a record that we make is known again in Salesforce: the org's key field where it has one, else a mark at the end of
// its description.
import { createHash } from 'node:crypto';
import type { ObjectInfo } from './metadata.ts';

export const KEY_FIELD = 'Signalbox_Key__c';

export function hasKeyField(info: ObjectInfo): boolean {
  return info.get(KEY_FIELD)?.externalId === true;
}

/** The key as the field takes it: short, and safe in an address. */
export function keyValue(key: string): string {
  return /^[\w.:@ -]{1,200}$/.test(key) ? key : digest(key);
}

export function marked(description: unknown, key: string): string {
  return typeof description === 'string' && description !== '' ? `${description}\n\n${mark(key)}` : mark(key);
}

export function mark(key: string): string {
  return `[Signalbox ${digest(key).slice(0, 20)}]`;
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
