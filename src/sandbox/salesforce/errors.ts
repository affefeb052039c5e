// Refusals in Salesforce's own shape: an HTTP status and an ARRAY of errors. Every refusal of this sandbox is one of
// these, so that no route builds an error body of its own.

export interface ApiError {
  readonly errorCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
  readonly duplicateResult?: unknown;
}

export class SalesforceError extends Error {
  override readonly name = 'SalesforceError';
  readonly status: number;
  readonly errors: readonly ApiError[];

  constructor(status: number, errors: readonly ApiError[]) {
    super(errors.map((error) => `${error.errorCode}: ${error.message}`).join('; '));
    this.status = status;
    this.errors = errors;
  }
}

/** One error of a status, code and message, with the fields it is about where Salesforce names them. */
export function refusal(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): SalesforceError {
  return new SalesforceError(status, [fields === undefined ? { errorCode, message } : { errorCode, message, fields }]);
}

export function notFound(): SalesforceError {
  return refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
}

export function deleted(): SalesforceError {
  return refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
}

export function noSuchColumn(field: string, object: string): SalesforceError {
  return refusal(400, 'INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`);
}
