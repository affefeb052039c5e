// Gathers what the card of a request shows: its content in words, what changed since the last revision, names, links.
import type { SlackUserId } from '#kernel/ids.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Approval } from './approval.ts';
import type { ContentLine, Gate, GateLink, Gates } from './gate.ts';
import { gateOf } from './gate-of.ts';
import { stepsOf } from './progress.ts';
import type { ApprovalStore } from './store.ts';

export interface CardLine extends ContentLine {
  /** What it was in the revision before; null where it is as it was, `''` where there was none. */
  readonly before: string | null;
}

export interface ApprovalCardData {
  readonly approval: Approval;
  readonly lines: readonly CardLine[];
  readonly links: readonly GateLink[];
  /** Of whom the card names without pinging them. */
  readonly names: ReadonlyMap<SlackUserId, string>;
  /** Of the organization: what a client shows that cannot tell its reader's own time. */
  readonly zone: string;
}

/** What loading a card reads. */
export interface CardStores {
  readonly approvals: ApprovalStore;
  readonly directory: DirectoryStore;
}

export interface CardDataDeps<Tx extends CardStores> {
  readonly stores: Tx;
  readonly gates: Gates<Tx>;
  readonly playbook: PlaybookInForce;
}

/** How many people of one step a card names; a group may have hundreds. */
export const NAMED_MAX = 8;

export async function loadApprovalCard<Tx extends CardStores>(
  { stores, gates, playbook }: CardDataDeps<Tx>,
  approval: Approval,
): Promise<ApprovalCardData> {
  const gate = gateOf(gates, approval);
  const [lines, links, names] = await Promise.all([
    linesOf(stores.approvals, gate, approval).then((found) => withNames(stores.directory, found)),
    gate.links?.(stores, approval) ?? [],
    namesOf(stores.directory, peopleNamed(approval)),
  ]);
  return { approval, lines, links, names, zone: playbook().playbook.organization.timezone };
}

export async function namesOf(
  directory: Pick<DirectoryStore, 'people'>,
  people: readonly SlackUserId[],
): Promise<ReadonlyMap<SlackUserId, string>> {
  const known = people.length === 0 ? [] : await directory.people([...new Set(people)]);
  return new Map(known.map(({ id, name }) => [id, name]));
}

async function linesOf<Tx>(
  approvals: Pick<ApprovalStore, 'revisions'>,
  gate: Gate<Tx>,
  approval: Approval,
): Promise<readonly CardLine[]> {
  const lines = gate.describe(approval.content);
  if (approval.revision === 1) return lines.map((line) => ({ ...line, before: null }));
  const earlier = (await approvals.revisions(approval.id)).find(({ revision }) => revision === approval.revision - 1);
  return earlier === undefined
    ? lines.map((line) => ({ ...line, before: null }))
    : comparedLines(gate.describe(earlier.content), lines);
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/u;

/** People are known by name, whatever address the content names them by. */
async function withNames(
  directory: Pick<DirectoryStore, 'personByEmail'>,
  lines: readonly CardLine[],
): Promise<readonly CardLine[]> {
  const nameOf = async (value: string): Promise<string> =>
    (ADDRESS.test(value) ? (await directory.personByEmail(value))?.name : null) ?? value;
  return Promise.all(
    lines.map(async ({ label, value, before }) => ({
      label,
      value: await nameOf(value),
      before: before === null ? null : await nameOf(before),
    })),
  );
}

/** The lines of now, each with what it was before where that was something else; what is gone has an empty value. */
export function comparedLines(before: readonly ContentLine[], now: readonly ContentLine[]): readonly CardLine[] {
  const earlier = new Map(before.map(({ label, value }) => [label, value]));
  const labels = new Set(now.map(({ label }) => label));
  return [
    ...now.map((line) => {
      const was = earlier.get(line.label) ?? '';
      return { ...line, before: was === line.value ? null : was };
    }),
    ...before.flatMap(({ label, value }) => (labels.has(label) ? [] : [{ label, value: '', before: value }])),
  ];
}

function peopleNamed(approval: Approval): readonly SlackUserId[] {
  return [
    ...(approval.requestedBy === null ? [] : [approval.requestedBy]),
    ...stepsOf(approval).flatMap(({ asked }) =>
      asked.slice(0, NAMED_MAX).flatMap(({ person, seat }) => [person, seat]),
    ),
    ...approval.votes
      .slice(-NAMED_MAX)
      .flatMap(({ by, onBehalfOf }) => (onBehalfOf === null ? [by] : [by, onBehalfOf])),
  ];
}
