// Gathers what a lead's card shows: labels instead of ids, links, the hour where the lead is.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import { gatedActions } from './gated-actions.ts';
import type { GatedAction, GatedDeps } from './gated-actions.ts';
import { CRM_LABELS } from './labels.ts';
import type { Lead, LeadRecord } from './lead.ts';
import { localHour } from './local-hour.ts';
import type { Delayed, DelayStore } from './store.ts';

export interface RecordLink {
  /** For example `Salesforce opportunity`. */
  readonly label: string;
  readonly url: string;
}

export interface CardData {
  readonly lead: Lead;
  readonly holderName: string | null;
  readonly offeredName: string | null;
  /** The CRM's own word for the stage. */
  readonly stage: string | null;
  /** `14:05`, where the country tells. */
  readonly localHour: string | null;
  readonly links: readonly RecordLink[];
  /** CRMs that something for the lead waits for. */
  readonly delays: readonly Delayed[];
  /** Actions of rules that wait for somebody's yes. */
  readonly gated: readonly GatedAction[];
}

export interface CardDeps {
  readonly directory: DirectoryStore;
  readonly delays: DelayStore;
  readonly approvals: GatedDeps['approvals'];
  readonly crms: ReadonlyMap<CrmName, Crm>;
}

export async function loadCard(deps: CardDeps, lead: Lead, now: Date): Promise<CardData> {
  const { directory, delays, crms } = deps;
  const country = lead.facts.lead?.['country'] ?? lead.facts.company?.['country'];
  return {
    lead,
    holderName: await nameOf(directory, lead.claimedBy),
    offeredName: await nameOf(directory, lead.offeredTo),
    stage: await stageLabel(directory, lead),
    localHour: typeof country === 'string' ? localHour(country, now) : null,
    links: linksOf(crms, lead),
    delays: await delays.of(lead.id),
    gated: await gatedActions(deps, lead, ['pending']),
  };
}

/** The lead's records where people look at them. */
export function linksOf(crms: CardDeps['crms'], lead: Lead): readonly RecordLink[] {
  return lead.records.flatMap((record) => {
    const crm = crms.get(record.crm);
    return crm ? [{ label: recordLabel(record), url: crm.recordUrl(record) }] : [];
  });
}

async function nameOf(directory: DirectoryStore, slack: SlackUserId | null): Promise<string | null> {
  if (slack === null) return null;
  return (await directory.person(slack))?.name ?? null;
}

async function stageLabel(directory: DirectoryStore, lead: Lead): Promise<string | null> {
  const stage = lead.facts.lead?.['stage'];
  if (typeof stage !== 'string') return null;
  for (const { crm, object } of lead.records) {
    const known = object === 'lead' ? await directory.stage(crm, 'lead', stage) : null;
    if (known) return known.label;
  }
  return stage;
}

function recordLabel({ crm, object }: LeadRecord): string {
  const deal = crm === 'hubspot' ? 'deal' : 'opportunity';
  const person = crm === 'hubspot' ? 'contact' : object;
  return `${CRM_LABELS[crm]} ${object === 'opportunity' ? deal : person}`;
}
