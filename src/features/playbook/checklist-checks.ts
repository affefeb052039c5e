// What is wrong with those who are to tick off an item of a campaign's checklist: a role that is not there, a field that is
// no address.
import { checkApprover, type ApproverContext } from './approver-checks.ts';
import { asList, entryIn, type Issues } from './written.ts';
import { approversAt } from './written-policy.ts';

/** A check of the whole block `campaigns`. Reads whatever was written, so that all of it is told at once. */
export function checkTickers(context: Omit<ApproverContext, 'gate'>): (campaigns: unknown, issues: Issues) => void {
  return (campaigns, issues) => {
    for (const [index, item] of asList(entryIn(campaigns, 'checklist')).entries()) {
      for (const { path, spec } of approversAt(entryIn(item, 'by'), ['checklist', index, 'by'])) {
        const problem = checkApprover(spec, { ...context, gate: 'campaign.launch' });
        if (problem) issues.addIssue({ code: 'custom', path: [...path], ...problem });
      }
    }
  };
}
