// Leads and what happened to them, as rows of a CRM's history.
import type { ActivityRow, FieldChange, PersonRow, TouchRow } from '#ports/crm-history.ts';
import type { CrmName, RecordRef } from '#ports/crm.ts';
import { DAY_MS } from '#kernel/time.ts';
import { LIFE_STAGES } from '../store.ts';
import type { HistoryRules, LifeStage } from '../store.ts';
import type { Entry } from './columns.ts';
import type { Book } from './book.ts';
import { crmOf, nameOf } from './book.ts';

/** What people call the stages, beside what the playbook's CRMs do. */
const STAGE_WORDS: Readonly<Record<LifeStage, RegExp>> = {
  lead: /^(?:new )?lead$/iu,
  mql: /^(?:mql|marketing[ _-]?qualified([ _-]?lead)?)$/iu,
  sql: /^(?:sql|sales[ _-]?qualified([ _-]?lead)?)$/iu,
  opportunity: /^(?:opportunity|opp)$/iu,
  customer: /^(?:customer|won|closed[ _-]?won)$/iu,
};

/** In the CRMs' own words, as the playbook has them; null: the playbook has no word for this stage there. */
function wordOf(stage: LifeStage, crm: CrmName, { stages }: HistoryRules): string | null {
  return stages[stage][crm][0] ?? null;
}

/** A stage as the CRM would say it. */
function toldStage(written: string, crm: CrmName, rules: HistoryRules): string {
  const stage = LIFE_STAGES.find((one) => STAGE_WORDS[one].test(written.trim()));
  return (stage === undefined ? null : wordOf(stage, crm, rules)) ?? written;
}

export function personRows(
  entries: readonly Entry<'leads'>[],
  moves: readonly Entry<'stages'>[],
  book: Book,
): readonly PersonRow[] {
  const movesOf = Map.groupBy(moves, (move) => move.lead_id);
  return entries.map((entry) => {
    const crm = crmOf(entry.crm);
    const changes = [...stageChanges(entry, movesOf.get(entry.id) ?? [], crm, book), ...ownerChanges(entry)];
    const field = crm === 'hubspot' ? 'stage' : 'status';
    const last = changes
      .filter((change) => change.field === field)
      .toSorted((one, other) => one.at.getTime() - other.at.getTime())
      .at(-1);
    const current = crm === 'hubspot' ? entry.stage : (entry.status ?? entry.stage);
    const word = current === null ? (last?.value ?? null) : toldStage(current, crm, book.rules);
    const known = [entry.created_at, entry.modified_at, entry.first_touched_at, ...changes.map(({ at }) => at)];
    const newest = Math.max(...known.map((at) => at?.getTime() ?? 0));
    return {
      kind: 'person',
      crm,
      object: 'lead',
      id: entry.id,
      createdAt: entry.created_at,
      // Later than the day of creation: a stage without a date began at a time that nobody knows, not on that day.
      modifiedAt: new Date(Math.max(newest, entry.created_at.getTime() + DAY_MS + 1)),
      email: entry.email,
      name: entry.name ?? nameOf(entry.first_name, entry.last_name),
      title: entry.title,
      phone: entry.phone,
      ownerId: entry.owner,
      companyId: book.companyOf(crm, entry),
      companyName: entry.company,
      country: entry.country,
      industry: entry.industry,
      employees: entry.employees,
      source: entry.source,
      sourceDetail: entry.source_detail,
      campaignId: entry.campaign_id,
      stage: crm === 'hubspot' ? word : null,
      status: crm === 'hubspot' ? entry.status : word,
      marketable: entry.marketable,
      optedOut: entry.opted_out,
      bounced: entry.bounced,
      firstTouchedAt: entry.first_touched_at,
      convertedAt: null,
      convertedContactId: null,
      convertedDealId: null,
      twins: [],
      changes,
    };
  });
}

function stageChanges(
  entry: Entry<'leads'>,
  moves: readonly Entry<'stages'>[],
  crm: CrmName,
  book: Book,
): readonly FieldChange[] {
  const field = crm === 'hubspot' ? 'stage' : 'status';
  const dated = LIFE_STAGES.flatMap((stage): readonly FieldChange[] => {
    const at = entry[`${stage}_at`];
    if (at === null) return [];
    const value = wordOf(stage, crm, book.rules);
    if (value !== null) return [{ field, at, value }];
    // Where everybody is a lead from their first day on, that day is the only one there is.
    if (stage !== 'lead')
      book.refuse(
        'leads',
        entry.line,
        `${stage}_at`,
        `the playbook has no word for this stage in ${crm}: add one to kpis.stages.${stage}.${crm}`,
      );
    return [];
  });
  return [
    ...dated,
    ...moves.map(({ stage, at }): FieldChange => ({ field, at, value: toldStage(stage, crm, book.rules) })),
  ];
}

function ownerChanges(entry: Entry<'leads'>): readonly FieldChange[] {
  return entry.owner === null
    ? []
    : [{ field: 'owner', at: entry.assigned_at ?? entry.created_at, value: entry.owner }];
}

export function touchRows(entries: readonly Entry<'touches'>[], book: Book): readonly TouchRow[] {
  return entries.flatMap((entry, index): readonly TouchRow[] => {
    const [person] = book.peopleOf('touches', entry);
    if (person === undefined) return [];
    const crm = entry.crm === null ? person.crm : crmOf(entry.crm);
    const touch = touchKind(entry.type);
    return [
      {
        kind: 'touch',
        crm,
        id: entry.id ?? `touch ${index + 1}`,
        createdAt: entry.at,
        modifiedAt: entry.at,
        person,
        campaignId: entry.campaign_id,
        channel: entry.channel,
        source: entry.source,
        at: entry.at,
        touch,
        responded: entry.responded ?? (touch === 'form' || touch === 'response'),
      },
    ];
  });
}

function touchKind(written: string | null): TouchRow['touch'] {
  if (written === null) return 'response';
  if (/form|download|submi|demo|sign/iu.test(written)) return 'form';
  if (/visit|view|click|page|impression/iu.test(written)) return 'visit';
  if (/member|sent|invit|target|deliver/iu.test(written)) return 'member';
  return 'response';
}

export function activityRows(entries: readonly Entry<'activities'>[], book: Book): readonly ActivityRow[] {
  return entries.flatMap((entry, index): readonly ActivityRow[] => {
    const people: readonly RecordRef[] = book.peopleOf('activities', entry);
    const [person] = people;
    if (person === undefined) return [];
    return [
      {
        kind: 'activity',
        crm: entry.crm === null ? person.crm : crmOf(entry.crm),
        id: entry.id ?? `activity ${index + 1}`,
        createdAt: entry.at,
        modifiedAt: entry.at,
        activity: activityKind(entry.type),
        at: entry.at,
        ownerId: entry.owner,
        people,
      },
    ];
  });
}

function activityKind(written: string | null): ActivityRow['activity'] {
  if (/call|phone/iu.test(written ?? '')) return 'call';
  if (/mail/iu.test(written ?? '')) return 'email';
  if (/meet|demo|event/iu.test(written ?? '')) return 'meeting';
  return 'task';
}
