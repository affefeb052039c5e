// Answers an approval request: as the person themselves where the connection may act as them, else as the integration
// user, whose comment then names the person. Whether that user may decide for others is for Salesforce to say.
import { z } from 'zod';
import type { WorkItemDecision, WorkItemOutcome } from '#ports/work-items.ts';
import type { ApiCall, SalesforceClient } from './client.ts';
import { idCore } from './objects.ts';
import { refusalOf } from './refusals.ts';
import * as soql from './soql.ts';
import { readOpen } from './work-item-history.ts';
import type { WorkItemDeps } from './work-items.ts';

interface Acting {
  readonly client: SalesforceClient;
  readonly actedAs: 'user' | 'integration';
  readonly comment: string;
}

/** See `WorkItems.decide`. Throws Fault; after an ambiguous one the item is gone where it was answered. */
export async function decideWorkItem(
  deps: WorkItemDeps,
  id: string,
  decision: WorkItemDecision,
): Promise<WorkItemOutcome> {
  if (!(await waitsFor(deps, id, decision.as))) return { kind: 'gone' };
  const acting = await whoActs(deps, decision);
  try {
    const instanceStatus = await answer(acting, id, decision.verdict);
    return { kind: 'decided', actedAs: acting.actedAs, instanceStatus };
  } catch (error) {
    const message = refusalOf(error);
    if (message === null) throw error;
    // Somebody may have answered between our look and our answer, which Salesforce words as it does any wrong id.
    return (await waitsFor(deps, id, decision.as)) ? { kind: 'refused', message } : { kind: 'gone' };
  }
}

async function waitsFor({ org }: WorkItemDeps, id: string, actorId: string): Promise<boolean> {
  const open = await readOpen(org, [id]);
  return idCore(open.get(idCore(id)) ?? '') === idCore(actorId);
}

const UserRow = z.object({ Username: z.string(), Name: z.string() });

async function whoActs({ org, clientAs }: WorkItemDeps, { as, comment }: WorkItemDecision): Promise<Acting> {
  const query = soql.select({
    select: ['Username', 'Name'],
    from: 'User',
    where: soql.compare('Id', '=', idCore(as)),
    limit: 1,
  });
  const [user] = await org.client.query(query, UserRow, { kind: 'users', urgency: 'claim' });
  const own = user === undefined ? null : await clientAs(user.Username);
  if (own !== null) return { client: own, actedAs: 'user', comment };
  const name = user?.Name ?? as;
  const named = comment === '' ? `Decided in Slack by ${name}` : `${comment}\n\nDecided in Slack by ${name}`;
  return { client: org.client, actedAs: 'integration', comment: named };
}

const Results = z.array(z.object({ success: z.boolean(), instanceStatus: z.string().nullish() })).min(1);

/** The status of the whole process afterwards: `Pending` where others are asked next. */
async function answer({ client, comment }: Acting, id: string, verdict: WorkItemDecision['verdict']): Promise<string> {
  const request = { actionType: verdict === 'approve' ? 'Approve' : 'Reject', contextId: id, comments: comment };
  const call: ApiCall = {
    kind: 'decide',
    effect: 'once',
    urgency: 'claim',
    method: 'POST',
    path: '/process/approvals',
    body: { requests: [request] },
  };
  const [result] = await client.call(call, Results);
  return result?.instanceStatus ?? 'Pending';
}
