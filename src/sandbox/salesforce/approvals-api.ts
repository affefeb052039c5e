// /process/approvals: which approval processes there are, and submitting, approving, rejecting. Each request stands for
// itself: one that is refused leaves the others be.
import type { ApiAnswer, ApiContext, ApiRequest } from './api-request.ts';
import { bodyOf, mustBe } from './api-request.ts';
import { decide, refusedResult, submit } from './approvals.ts';
import type { ProcessResult } from './approvals.ts';
import { SalesforceError, refusal } from './errors.ts';
import type { Org } from './org.ts';

export function answerApprovals({ org }: ApiContext, request: ApiRequest): ApiAnswer {
  mustBe(request, 'GET', 'POST');
  if (request.method === 'GET') return { status: 200, body: { approvals: listed(org) } };
  const { requests } = bodyOf(request);
  if (!Array.isArray(requests) || requests.length === 0) {
    throw refusal(400, 'JSON_PARSER_ERROR', 'requests is required');
  }
  const results = requests.map((each) => attempt(org, each as ApprovalRequest, request.userId));
  return { status: results.some(({ success }) => success === true) ? 200 : 400, body: results };
}

type ApprovalRequest = Readonly<Record<string, unknown>>;

function listed(org: Org): Readonly<Record<string, readonly unknown[]>> {
  const byObject = Map.groupBy(org.approvalProcesses, ({ object }) => object);
  const entries = [...byObject].map(([object, processes]) => [
    object,
    processes.map(({ id, label }, index) => ({ description: null, id, name: label, object, sortOrder: index + 1 })),
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, readonly unknown[]>>;
}

function attempt(org: Org, given: ApprovalRequest, userId: string): ProcessResult | ReturnType<typeof refusedResult> {
  try {
    return carryOut(org, given, userId);
  } catch (error) {
    if (error instanceof SalesforceError) return refusedResult(error);
    throw error;
  }
}

function carryOut(org: Org, given: ApprovalRequest, userId: string): ProcessResult {
  const { actionType, contextId, contextActorId, comments, nextApproverIds } = given;
  if (typeof contextId !== 'string')
    throw refusal(400, 'REQUIRED_FIELD_MISSING', 'contextId is required', ['contextId']);
  const common = {
    comments: typeof comments === 'string' ? comments : null,
    nextApproverIds: Array.isArray(nextApproverIds) ? nextApproverIds.map(String) : [],
  };
  switch (actionType) {
    case 'Submit':
      return submit(org, {
        ...common,
        contextId,
        submitterId: typeof contextActorId === 'string' ? contextActorId : userId,
        process: typeof given['processDefinitionNameOrId'] === 'string' ? given['processDefinitionNameOrId'] : null,
        skipEntryCriteria: String(given['skipEntryCriteria']) === 'true',
      });
    case 'Approve':
      return decide(org, { ...common, workitemId: contextId, verdict: 'Approved', by: userId });
    case 'Reject':
      return decide(org, { ...common, workitemId: contextId, verdict: 'Rejected', by: userId });
    case 'Removed':
      return decide(org, { ...common, workitemId: contextId, verdict: 'Removed', by: userId });
    default:
      throw refusal(400, 'INVALID_ARGUMENT_TYPE', `actionType must be Submit, Approve, Reject or Removed`, [
        'actionType',
      ]);
  }
}
