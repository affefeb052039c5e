// What every listener and command of leads works with, and the two things that all of them do.
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Message, Messenger } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { RoutingDecisionStore } from '#features/routing/store.ts';
import { note } from '#features/answering/note.ts';
import { answerText, isDone, personNamed } from './answers.ts';
import type { LeadVerbOutcome } from './answers.ts';
import type { HandsTx } from './change-hands.ts';
import type { Lead } from './lead.ts';
import type { FiringStore } from './store.ts';

export interface LeadDesk {
  readonly transact: Transact<HandsTx>;
  readonly stores: HandsTx & { readonly firings: FiringStore; readonly routingDecisions: RoutingDecisionStore };
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  /** Sentences about what keeps this lead's CRMs and card from following at once; none when nothing does. Rejects never. */
  readonly waits?: (lead: Pick<Lead, 'records'>) => Promise<readonly string[]>;
  /** Counts what came of each claim. */
  readonly onClaim?: (outcome: string) => void;
}

/** The private answer to an outcome, with the names it needs. */
export async function answerTo(desk: LeadDesk, outcome: LeadVerbOutcome): Promise<Message> {
  const named = personNamed(outcome);
  const person = named === null ? null : await desk.stores.directory.person(named);
  const waits = isDone(outcome) ? ((await desk.waits?.(outcome.lead)) ?? []) : [];
  return note(answerText(outcome, () => person?.name ?? 'A colleague', desk.clock.now(), waits));
}
