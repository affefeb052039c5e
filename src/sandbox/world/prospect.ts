// Who a lead is: a person with a name, a title and an address that fit their company and country. Draws, keeps nothing.
import type { Company } from './companies.ts';
import { COMPANIES, COMPETITOR, NAME_ENDS, NAME_ROOTS } from './companies.ts';
import { COUNTRIES } from './countries.ts';
import type { Country } from './countries.ts';
import type { Random } from './random.ts';
import type { Level } from './titles.ts';
import { FREE_MAIL, LEVELS, STUDENT_TITLES, UNIVERSITIES } from './titles.ts';

/** `nasty`: somebody who types markup into a form; a lead like any other otherwise. */
export type Kind = 'buyer' | 'student' | 'competitor' | 'free_mail' | 'nasty';
type CompanySize = 'enterprise' | 'smb';

export interface Prospect {
  readonly kind: Kind;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly level: Level | null;
  readonly city: string;
  /** As both CRMs spell it. */
  readonly country: string;
  readonly company: Company | null;
}

export interface Wish {
  readonly kind: Kind;
  readonly size?: CompanySize;
  /** Id of a level. */
  readonly level?: string;
}

export const NASTY_NAME = { firstName: '<!channel> & *you*', lastName: '=HYPERLINK("x")' } as const;

/** More employees than this is the enterprise team's business. */
const ENTERPRISE_ABOVE = 500;

/** A new person; `isTaken` says whether an e-mail address is somebody else's already. */
export function drawProspect(random: Random, wish: Wish, isTaken: (email: string) => boolean): Prospect {
  const company = companyFor(random, wish);
  const country = countryNamed(company?.country ?? random.pick(Object.keys(COUNTRIES)));
  const [firstName, firstAscii] = spelled(random.pick(country.firstNames));
  const [lastName, lastAscii] = spelled(random.pick(country.lastNames));
  const level = levelFor(random, wish);
  const domain = company?.domain ?? random.pick(wish.kind === 'student' ? UNIVERSITIES : FREE_MAIL);
  return {
    kind: wish.kind,
    ...(wish.kind === 'nasty' ? NASTY_NAME : { firstName, lastName }),
    email: freeAddress(firstAscii, lastAscii, domain, isTaken),
    phone: `${country.dial} ${random.between(1000, 9999)}`,
    title: level === null ? random.pick(STUDENT_TITLES) : random.pick(level.titles),
    level,
    city: random.pick(country.cities),
    country: country.name,
    company,
  };
}

function companyFor(random: Random, { kind, size }: Wish): Company | null {
  if (kind === 'student' || kind === 'free_mail') return null;
  if (kind === 'competitor') return COMPETITOR;
  const known = COMPANIES.filter((company) => size === undefined || sizeOf(company) === size);
  return size === undefined && random.chance(0.4) ? madeUp(random) : random.pick(known);
}

function sizeOf({ employees }: Company): CompanySize {
  return employees > ENTERPRISE_ABOVE ? 'enterprise' : 'smb';
}

/** The same two words always make the same company. */
function madeUp(random: Random): Company {
  const root = random.between(0, NAME_ROOTS.length - 1);
  const end = random.between(0, NAME_ENDS.length - 1);
  const first = NAME_ROOTS[root] ?? '';
  const { word, industry } = NAME_ENDS[end] ?? { word: 'Software', industry: 'software' as const };
  const codes = Object.keys(COUNTRIES);
  return {
    name: `${first} ${word}`,
    domain: `${first}${word}.example`.toLowerCase(),
    industry,
    employees: [22, 60, 140, 260, 450, 720, 1300, 3400][(root * 3 + end) % 8] ?? 60,
    country: codes[(root + end * 5) % codes.length] ?? 'US',
  };
}

function levelFor(random: Random, { kind, level }: Wish): Level | null {
  if (kind === 'student') return null;
  return LEVELS.find(({ id }) => id === level) ?? random.pickWeighted(LEVELS);
}

function countryNamed(code: string): Country {
  const country = COUNTRIES[code];
  if (country === undefined) throw new Error(`no country ${code} is described`);
  return country;
}

/** A name as shown, and as an e-mail address has it. */
function spelled(entry: string): readonly [string, string] {
  const [shown = '', latin = shown] = entry.split('/');
  const plain = latin
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^a-z0-9-]/gu, '');
  return [shown, plain];
}

function freeAddress(first: string, last: string, domain: string, isTaken: (email: string) => boolean): string {
  const wanted = [`${first}.${last}`, `${first.slice(0, 1)}.${last}`, first].map((name) => `${name}@${domain}`);
  const free = wanted.find((email) => !isTaken(email));
  if (free !== undefined) return free;
  for (let number = 2; ; number += 1) {
    const email = `${first}.${last}${number}@${domain}`;
    if (!isTaken(email)) return email;
  }
}
