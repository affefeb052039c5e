// What somebody reads who answered a request of Salesforce's own approvals, or could not. Plain text.
import { clip } from '#blockkit/mrkdwn.ts';
import type { DecideWorkItemOutcome } from './decide-work-item.ts';

export function answerWorkItem(outcome: DecideWorkItemOutcome): string {
  if (outcome.kind === 'deciding') {
    const word = outcome.verdict === 'approve' ? 'approval' : 'rejection';
    return `Your ${word} of ${clip(outcome.item.recordName, 200)} is recorded, and Salesforce is told at once. The card says what comes of it.`;
  }
  switch (outcome.because) {
    case 'unknown':
      return 'There is no such request. It may have been a card of another workspace.';
    case 'not_yours':
      return `Salesforce asks somebody else about ${clip(outcome.item.recordName, 200)}, so only they can answer.`;
    case 'deciding':
      return `${clip(outcome.item.recordName, 200)} is answered already, and Salesforce is being told.`;
    case 'over': {
      const { recordName, state, notice } = outcome.item;
      const how = state === 'gone' ? (notice ?? 'It does not wait any more.') : `It was ${state} already.`;
      return `${clip(recordName, 200)} does not wait for you any more. ${how}`;
    }
  }
}
