// What the files say of each other: who a line means, which companies there are, and what is wrong with it all.
import type { CompanyRow } from '#ports/crm-history.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName, RecordRef } from '#ports/crm.ts';
import type { HistoryRules } from '../store.ts';
import type { Entry, FileKind } from './columns.ts';
import type { Problem } from './problem.ts';

interface Naming {
  readonly line: number;
  readonly lead_id: string | null;
  readonly email: string | null;
}

interface Firm {
  readonly company: string | null;
  readonly domain: string | null;
  readonly country: string | null;
  readonly employees: number | null;
}

export interface Book {
  readonly rules: HistoryRules;
  refuse(kind: FileKind, line: number, column: string | null, because: string): void;
  /** Whom a line names, by id or address; several are separated by `;`. Unknown ones are noted. */
  peopleOf(kind: FileKind, entry: Naming): readonly RecordRef[];
  /** The id of the company that a line names; null: none. */
  companyOf(crm: CrmName, firm: Firm): string | null;
  readonly problems: readonly Problem[];
  readonly companies: () => readonly CompanyRow[];
  /** What people should know, as counted. */
  readonly notes: () => readonly string[];
}

/** Before every file: it is what they point at. */
const COMPANY_DAY = new Date('2000-01-01T00:00:00Z');

/** The CRM that a line is said to come from; HubSpot where it says nothing that we know. */
export function crmOf(written: string | null): CrmName {
  return CRM_NAMES.find((crm) => written?.toLowerCase().startsWith(crm)) ?? 'hubspot';
}

export function nameOf(...parts: readonly (string | null)[]): string | null {
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? null : name;
}

/**
 * @param leads null: there is no such file, and whoever is named is taken to be known already.
 * @param fileOf what a file is called.
 */
export function openBook(
  leads: readonly Entry<'leads'>[] | null,
  rules: HistoryRules,
  fileOf: (kind: FileKind) => string,
): Book {
  const byId = new Map(
    (leads ?? []).map(({ id, crm }): [string, RecordRef] => [id, { crm: crmOf(crm), object: 'lead', id }]),
  );
  const byEmail = new Map(
    (leads ?? []).flatMap(({ id, crm, email }): readonly [string, RecordRef][] =>
      email === null ? [] : [[email.toLowerCase(), { crm: crmOf(crm), object: 'lead', id }]],
    ),
  );
  const problems: Problem[] = [];
  const companies = new Map<string, CompanyRow>();
  const strangers = new Map<FileKind, { count: number; first: string }>();

  const assumed = (id: string): RecordRef | undefined =>
    leads === null ? { crm: 'hubspot', object: 'lead', id } : undefined;

  function person(kind: FileKind, line: number, id: string, found: RecordRef | undefined): readonly RecordRef[] {
    if (found) return [found];
    const known = strangers.get(kind) ?? { count: 0, first: `${fileOf(kind)}:${line} ${id}` };
    strangers.set(kind, { ...known, count: known.count + 1 });
    return [];
  }

  return {
    rules,
    problems,
    refuse: (kind, line, column, because) => problems.push({ file: fileOf(kind), line, column, because }),
    peopleOf(kind, { line, lead_id: ids, email }) {
      const named = (ids ?? '')
        .split(';')
        .map((id) => id.trim())
        .filter((id) => id !== '');
      if (named.length > 0) return named.flatMap((id) => person(kind, line, id, byId.get(id) ?? assumed(id)));
      return email === null ? [] : person(kind, line, email, byEmail.get(email.toLowerCase()));
    },
    companyOf(crm, { company, domain, country, employees }) {
      if (company === null && domain === null) return null;
      const id = (domain ?? company ?? '').trim().toLowerCase();
      const known = companies.get(`${crm} ${id}`);
      companies.set(`${crm} ${id}`, {
        kind: 'company',
        crm,
        id,
        createdAt: COMPANY_DAY,
        modifiedAt: COMPANY_DAY,
        name: known?.name ?? company,
        domain: known?.domain ?? domain,
        industry: null,
        employees: known?.employees ?? employees,
        country: known?.country ?? country,
        ownerId: null,
      });
      return id;
    },
    companies: () => [...companies.values()],
    notes: () =>
      [...strangers].map(([kind, { count, first }]) => {
        const lines = `${count.toLocaleString('en-US')} ${count === 1 ? 'line' : 'lines'} of ${fileOf(kind)}`;
        const end = kind === 'deals' ? 'those deals belong to nobody' : 'left out';
        return `${lines} name people who are not in ${fileOf('leads')} (${first}): ${end}`;
      }),
  };
}
