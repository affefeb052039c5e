// What rules want to do for a lead and may not without somebody's yes: for its card, and for whoever asks why.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Approval, ApprovalState } from '#features/approvals/approval.ts';
import type { ApprovalStore } from '#features/approvals/store.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';

export interface GatedAction {
  /** `A-12` */
  readonly key: string;
  /** `Update Globex renewal in Salesforce` */
  readonly title: string;
  readonly rule: string | null;
  readonly state: ApprovalState;
  /** Names of those whose yes is still missing. */
  readonly asked: readonly string[];
  /** Until when they may decide. */
  readonly until: Date;
  readonly because: string | null;
}

export interface GatedDeps {
  readonly approvals: Pick<ApprovalStore, 'list'>;
  readonly directory: Pick<DirectoryStore, 'person'>;
}

/** Those of one subject that are read. */
const MOST = 10;
/** A step may ask a whole department. */
const NAMES_MAX = 4;

/** Newest first; with the actions on opportunities that rules made for the lead. */
export async function gatedActions(
  { approvals, directory }: GatedDeps,
  lead: Lead,
  states?: readonly ApprovalState[],
): Promise<readonly GatedAction[]> {
  const deals = lead.records.filter(({ object }) => object === 'opportunity');
  const subjects = [leadSubject(lead.id), ...deals.map(({ crm, id }) => `opportunity:${crm}:${id}`)];
  const found: GatedAction[] = [];
  for (const subject of subjects) {
    const asked = await approvals.list({ subject, ...(states === undefined ? {} : { states }), limit: MOST });
    for (const approval of asked) {
      if (approval.gate === 'action') found.push(await told(directory, approval));
    }
  }
  return found;
}

/** Plain text: `waits for Vera Antonova and Carl Nyström`. */
export function gatedWords({ state, asked, because }: GatedAction): string {
  const why = because === null ? '' : ` (${because})`;
  switch (state) {
    case 'pending':
      return asked.length === 0 ? 'waits for somebody who may decide' : `waits for ${namesOf(asked)}`;
    case 'changes_requested':
      return `sent back${why}`;
    case 'approved':
      return 'approved';
    case 'used':
      return 'approved and done';
    case 'rejected':
      return `rejected${why}`;
    case 'withdrawn':
      return `withdrawn${why}`;
    case 'expired':
      return 'nobody decided in time';
  }
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX);
  const hidden = names.length - shown.length;
  return hidden > 0 ? `${shown.join(', ')} and ${hidden} more` : shown.join(', ');
}

async function told(directory: GatedDeps['directory'], approval: Approval): Promise<GatedAction> {
  const { id, title, rule, state, seats, expiresAt, because } = approval;
  const people = [...new Set(seats.map(({ person }) => person))];
  const asked = await Promise.all(people.map((person) => nameOf(directory, person)));
  return { key: `A-${id}`, title, rule, state, asked, until: expiresAt, because };
}

async function nameOf(directory: GatedDeps['directory'], person: SlackUserId): Promise<string> {
  return (await directory.person(person))?.name ?? 'a colleague';
}
