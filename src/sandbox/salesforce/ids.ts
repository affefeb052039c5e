// Salesforce's record ids: a three-character key prefix for the object, a serial number, and three check characters
// that make the id safe where upper and lower case are not told apart. Nothing else mints ids.

import { OBJECT_NAMES } from './fields.ts';
import type { ObjectName } from './fields.ts';

export const KEY_PREFIXES = {
  Organization: '00D',
  User: '005',
  Group: '00G',
  Lead: '00Q',
  Contact: '003',
  Account: '001',
  Opportunity: '006',
  OpportunityContactRole: '00K',
  Task: '00T',
  Event: '00U',
  Asset: '02i',
  OpportunityStage: '01J',
  LeadStatus: '01J',
  Campaign: '701',
  CampaignMember: '00v',
  CampaignMemberStatus: '01Y',
  LeadHistory: '017',
  ContactHistory: '017',
  AccountHistory: '017',
  OpportunityFieldHistory: '017',
  OpportunityHistory: '008',
  ProcessDefinition: '04a',
  ProcessInstance: '04g',
  ProcessInstanceStep: '04h',
  ProcessInstanceWorkitem: '04i',
  QueryLocator: '01g',
  OutboundMessage: '04l',
} as const;
export type IdKind = keyof typeof KEY_PREFIXES;

const OBJECTS = Map.groupBy(OBJECT_NAMES, (object) => KEY_PREFIXES[object] as string);

/** Objects whose ids begin as this one does; some share their beginning. */
export function objectsOf(id: string): readonly ObjectName[] {
  return OBJECTS.get(id.slice(0, 3)) ?? [];
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character id of the `serial`-th record of a kind. */
export function mintId(kind: IdKind, serial: number): string {
  return withCheck(`${KEY_PREFIXES[kind]}Sb000${base62(serial).padStart(7, '0')}`);
}

/** The 18-character form of an id, which may be given in its case-sensitive 15 characters; null when it is neither. */
export function parseId(text: string): string | null {
  if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(text)) return null;
  const id = withCheck(text.slice(0, 15));
  return text.length === 15 || text.toUpperCase() === id.toUpperCase() ? id : null;
}

function withCheck(id15: string): string {
  let check = '';
  for (let start = 0; start < id15.length; start += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const code = id15.charCodeAt(start + index);
      // A to Z.
      if (code >= 65 && code <= 90) bits += 2 ** index;
    }
    check += CHECK_CHARACTERS[bits] ?? '';
  }
  return id15 + check;
}

function base62(serial: number): string {
  const digit = BASE62[serial % 62] ?? '';
  return serial < 62 ? digit : base62(Math.floor(serial / 62)) + digit;
}
