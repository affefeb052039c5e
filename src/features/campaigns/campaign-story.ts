// What happened to a campaign, in plain words: its own decisions and those about its requests, told from the audit log, so
// it says what was so then and not what is so by now.
import type { CampaignId } from '#kernel/ids.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import { actorName, allEntries, approvalStory, namesIn } from '#features/approvals/story.ts';
import type { Names, StoryLine } from '#features/approvals/story.ts';
import type { RecordedEntry } from '#features/audit/entry.ts';
import { campaignSubject } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { campaignSentence } from './story-words.ts';

/** More requests than a campaign ever has. */
const REQUESTS = 100;

/** Oldest first; empty where there is no such campaign. */
export async function campaignStory(
  tx: Pick<CampaignTx, 'audit' | 'directory' | 'approvals'>,
  id: CampaignId,
): Promise<readonly StoryLine[]> {
  const subject = campaignSubject(id);
  const entries = await allEntries(tx, subject);
  const names = await namesIn(tx, entries);
  const own = entries.flatMap((entry) => lineOf(entry, names));
  const requests = await tx.approvals.list({ subject, limit: REQUESTS });
  const theirs = await Promise.all(
    requests.map(async ({ id: approval }) => {
      const lines = await approvalStory(tx, approval);
      return lines.map(({ at, text }) => ({ at, text: `${approvalKey(approval)}: ${text}` }));
    }),
  );
  // What a decision led to stands behind it where both bear the same instant.
  return [...theirs.flat(), ...own].toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function lineOf(entry: RecordedEntry, names: Names): readonly StoryLine[] {
  const text = campaignSentence(entry, actorName(entry.actor, names));
  return text === null ? [] : [{ at: entry.at, text }];
}
