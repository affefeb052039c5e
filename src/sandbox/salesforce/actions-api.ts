// Invocable actions: converting a lead and submitting for approval, for up to 200 inputs, each with its own outcome.
import type { ApiAnswer, ApiContext, ApiRequest } from './api-request.ts';
import { bodyOf, mustBe } from './api-request.ts';
import { submit } from './approvals.ts';
import { convertLead } from './convert.ts';
import { SalesforceError, notFound, refusal } from './errors.ts';
import type { Org } from './org.ts';

type Inputs = Readonly<Record<string, unknown>>;
type Action = (org: Org, inputs: Inputs, userId: string) => Inputs;

const STANDARD: Readonly<Record<string, { readonly label: string; readonly run: Action }>> = {
  convertLead: { label: 'Convert Lead', run: convert },
  submit: { label: 'Submit for Approval', run: submitForApproval },
};

export function answerActions({ org }: ApiContext, request: ApiRequest, rest: readonly string[]): ApiAnswer {
  const [kind, name, ...more] = rest;
  const base = `${request.dataPath}/actions`;
  if (more.length > 0 || (kind !== undefined && kind !== 'standard')) throw notFound();
  if (kind === undefined) return { status: 200, body: { standard: `${base}/standard`, custom: `${base}/custom` } };
  if (name === undefined) {
    const actions = Object.entries(STANDARD).map(([each, { label }]) => ({
      label,
      name: each,
      type: each.toUpperCase(),
      url: `${base}/standard/${each}`,
    }));
    return { status: 200, body: { actions } };
  }
  const action = Object.hasOwn(STANDARD, name) ? STANDARD[name] : undefined;
  if (action === undefined) throw notFound();
  mustBe(request, 'POST');
  const { inputs } = bodyOf(request);
  if (!Array.isArray(inputs)) throw refusal(400, 'REQUIRED_FIELD_MISSING', 'inputs is required');
  const results = inputs.map((each) => attempt(org, name, action.run, each as Inputs, request.userId));
  return { status: results.every(({ isSuccess }) => isSuccess) ? 200 : 400, body: results };
}

function attempt(
  org: Org,
  actionName: string,
  run: Action,
  inputs: Inputs,
  userId: string,
): { readonly isSuccess: boolean; readonly [field: string]: unknown } {
  try {
    return { actionName, errors: null, isSuccess: true, outputValues: run(org, inputs, userId) };
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    const errors = error.errors.map(({ errorCode, message, fields = [] }) => ({
      statusCode: errorCode,
      message,
      fields,
    }));
    return { actionName, errors, isSuccess: false, outputValues: null };
  }
}

function convert(org: Org, inputs: Inputs, by: string): Inputs {
  const text = (name: string) => (typeof inputs[name] === 'string' ? inputs[name] : null);
  const leadId = text('leadId');
  if (leadId === null)
    throw refusal(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [leadId]', ['leadId']);
  const converted = convertLead(org, leadId, {
    by,
    opportunityName: inputs['createOpportunity'] === false ? null : text('opportunityName'),
    status: text('convertedStatus'),
    ownerId: text('ownerId'),
    accountId: text('accountId'),
    contactId: text('contactId'),
  });
  return { leadId, ...converted };
}

function submitForApproval(org: Org, inputs: Inputs, userId: string): Inputs {
  const { objectId, submitterId, processDefinitionNameOrId, nextApproverIds, comment } = inputs;
  if (typeof objectId !== 'string') {
    throw refusal(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [objectId]', ['objectId']);
  }
  const {
    errors: _,
    success: __,
    newWorkitemIds,
    ...outcome
  } = submit(org, {
    contextId: objectId,
    submitterId: typeof submitterId === 'string' ? submitterId : userId,
    process: typeof processDefinitionNameOrId === 'string' ? processDefinitionNameOrId : null,
    skipEntryCriteria: inputs['skipEntryCriteria'] === true,
    nextApproverIds: Array.isArray(nextApproverIds) ? nextApproverIds.map(String) : [],
    comments: typeof comment === 'string' ? comment : null,
  });
  return { ...outcome, newWorkItemIds: newWorkitemIds };
}
