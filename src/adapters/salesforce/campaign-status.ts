// Where a campaign stands: Salesforce says it twice, by Status (a pick list that each org words for itself) and IsActive.
// Pure; the org's own values are handed in.
import type { CrmCampaignState } from '#ports/crm-campaigns.ts';
import type { FieldInfo, ObjectInfo } from './metadata.ts';

/** Words of the standard list and of those that orgs usually put in its place; the first that the org has is written. */
const WORDS: Readonly<Record<CrmCampaignState, readonly string[]>> = {
  planned: ['planned', 'planning', 'draft', 'scheduled'],
  live: ['in progress', 'active', 'live', 'running'],
  paused: ['paused', 'on hold', 'suspended'],
  closed: ['completed', 'complete', 'closed', 'finished', 'ended', 'done', 'aborted', 'cancelled', 'canceled'],
};

/** A plain org has no word for paused: there it is a campaign in progress that is not active. */
export function stateOf(status: string | null, isActive: boolean, info: ObjectInfo): CrmCampaignState {
  const words = wordsFor(status, info.get('Status'));
  const means = (state: CrmCampaignState): boolean => words.some((word) => WORDS[state].includes(word));
  if (means('closed')) return 'closed';
  if (means('paused')) return 'paused';
  if (means('planned')) return 'planned';
  if (isActive) return 'live';
  return means('live') ? 'paused' : 'planned';
}

export type StatusValues =
  | { readonly kind: 'values'; readonly values: { readonly Status?: string; readonly IsActive: boolean } }
  /** The org has no such word; said in the way of its own refusals. */
  | { readonly kind: 'missing'; readonly message: string };

export function statusValues(state: CrmCampaignState, info: ObjectInfo): StatusValues {
  const IsActive = state === 'live';
  const list = info.get('Status');
  const Status = list === undefined ? undefined : (valueMeaning(state, list) ?? standIn(state, list));
  if (Status !== undefined) return { kind: 'values', values: { Status, IsActive } };
  // Pausing must always work: what is not active is not live.
  if (state === 'paused' || list === undefined) return { kind: 'values', values: { IsActive } };
  const has = list.picklistValues.filter(({ active }) => active).map(({ value }) => value);
  const message = `The Status of campaigns in Salesforce has no value that means ${state} (${WORDS[state].slice(0, 4).join(', ')}). It has: ${has.join(', ')}.`;
  return { kind: 'missing', message };
}

/** In progress and not active. */
function standIn(state: CrmCampaignState, list: FieldInfo): string | undefined {
  return state === 'paused' ? valueMeaning('live', list) : undefined;
}

function valueMeaning(state: CrmCampaignState, { picklistValues }: FieldInfo): string | undefined {
  const usable = picklistValues.filter(({ active }) => active);
  for (const word of WORDS[state]) {
    const found = usable.find(({ value, label }) => value.toLowerCase() === word || label?.toLowerCase() === word);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** A value and the label that people see for it. */
function wordsFor(status: string | null, list: FieldInfo | undefined): readonly string[] {
  const label = list?.picklistValues.find(({ value }) => value === status)?.label;
  return [status, label].flatMap((word) => (typeof word === 'string' ? [word.toLowerCase()] : []));
}
