// What people of the past are called, and addresses that nobody else has.
import { COUNTRIES } from '../countries.ts';
import type { Chance } from './chance.ts';

export interface DrawnName {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** `taken` grows by the address. */
export function drawName(chance: Chance, country: string, domain: string, taken: Set<string>): DrawnName {
  const { firstNames, lastNames } = COUNTRIES[country] ?? { firstNames: ['Kim'], lastNames: ['Lee'] };
  const [firstName, first] = spelled(chance.pick(firstNames));
  const [lastName, last] = spelled(chance.pick(lastNames));
  const local = `${first}.${last}`;
  let email = `${local}@${domain}`;
  for (let number = 2; taken.has(email); number += 1) email = `${local}${number}@${domain}`;
  taken.add(email);
  return { firstName, lastName, email };
}

const known = new Map<string, readonly [string, string]>();

/** A name as shown, and as an e-mail address has it. */
function spelled(entry: string): readonly [string, string] {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const [shown = '', latin = shown] = entry.split('/');
  const letters = latin.toLowerCase().replaceAll('ß', 'ss').replaceAll('ł', 'l').replaceAll('ø', 'o');
  const plain = letters.normalize('NFD').replace(/[^a-z0-9-]/gu, '');
  const spelling = [shown, plain || 'contact'] as const;
  known.set(entry, spelling);
  return spelling;
}
