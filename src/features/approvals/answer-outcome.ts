// Private answers to what somebody did, with the names that they need and the button that takes it back.
import { actions, section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import { decideText, peopleIn, recallText, withdrawText } from './answers.ts';
import type { NameOf } from './answers.ts';
import { recallButton } from './card-actions.ts';
import { namesOf } from './card-data.ts';
import type { DecideOutcome } from './decide-approval.ts';
import type { RecallOutcome } from './recall-vote.ts';
import type { WithdrawOutcome } from './withdraw-approval.ts';

export interface AnswerDeps {
  readonly stores: { readonly directory: Pick<DirectoryStore, 'people'> };
}

/** The private answer to a verdict. */
export async function answerDecision(deps: AnswerDeps, outcome: DecideOutcome): Promise<Message> {
  const who = outcome.kind === 'refused' ? outcome.who : [];
  const text = decideText(outcome, await nameLookup(deps, peopleIn(outcome.approval, who)));
  const undoable = outcome.kind === 'decided' && outcome.verdict === 'approve' && outcome.approval.state !== 'used';
  if (!undoable) return note(text);
  return { text, blocks: [section(escape(text, 2900)), actions([recallButton(outcome.approval)])] };
}

export async function answerRecall(deps: AnswerDeps, outcome: RecallOutcome): Promise<Message> {
  return note(recallText(outcome, await nameLookup(deps, peopleIn(outcome.approval))));
}

export async function answerWithdrawal(deps: AnswerDeps, outcome: WithdrawOutcome): Promise<Message> {
  return note(withdrawText(outcome, await nameLookup(deps, peopleIn(outcome.approval))));
}

async function nameLookup({ stores }: AnswerDeps, people: readonly SlackUserId[]): Promise<NameOf> {
  const names = await namesOf(stores.directory, people);
  return (person) => names.get(person) ?? 'a colleague';
}
