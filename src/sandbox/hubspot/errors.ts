// HubSpot's error answers, in its own wording and shape.
import { randomUUID } from 'node:crypto';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** The body of an error answer; each has its own correlation id. */
export function errorBody(error: ApiError): Readonly<Record<string, unknown>> {
  return { status: 'error', message: error.message, correlationId: randomUUID(), ...error.details };
}

export function notFound(message = 'resource not found'): ApiError {
  return new ApiError(404, message, { category: 'OBJECT_NOT_FOUND' });
}

export function invalidRequest(message: string): ApiError {
  return new ApiError(400, message, { category: 'VALIDATION_ERROR' });
}

export function unauthenticated(): ApiError {
  return new ApiError(
    401,
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    { category: 'INVALID_AUTHENTICATION' },
  );
}

export function missingScope(scope: string): ApiError {
  return new ApiError(
    403,
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      category: 'MISSING_SCOPES',
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: [scope] },
        },
      ],
    },
  );
}

export interface InvalidProperty {
  readonly isValid: false;
  readonly message: string;
  readonly error: string;
  readonly name: string;
}

export function invalidProperties(problems: readonly InvalidProperty[]): ApiError {
  return new ApiError(400, `Property values were not valid: ${JSON.stringify(problems)}`, {
    category: 'VALIDATION_ERROR',
    errors: problems.map(({ message, error, name }) => ({
      message,
      code: error,
      context: { propertyName: [name] },
    })),
  });
}

export function alreadyExists(existingId: string): ApiError {
  return new ApiError(409, `Contact already exists. Existing ID: ${existingId}`, { category: 'CONFLICT' });
}

export function valueTaken(name: string, value: string, existingId: string): ApiError {
  return new ApiError(400, `Cannot set ${name} to ${value}. ${existingId} already has that value.`, {
    category: 'VALIDATION_ERROR',
    subCategory: 'crm.CONFLICTING_UNIQUE_VALUE',
  });
}

export function locked(): ApiError {
  return new ApiError(423, 'The record is locked by another process. Please retry.', { category: 'LOCKED' });
}

/** What HubSpot says with a status that a fault asks for. */
export function troubled(status: number): ApiError {
  if (status === 423) return locked();
  if (status === 477) {
    return new ApiError(477, 'The account is being moved to another data hosting location.', {
      category: 'MIGRATION_IN_PROGRESS',
    });
  }
  if (status === 404) return notFound();
  return new ApiError(status, 'There was a problem with the request.', {
    category: status >= 500 ? 'INTERNAL_ERROR' : 'VALIDATION_ERROR',
  });
}

export type RatePolicy = 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | 'DAILY';

export function rateLimited(policyName: RatePolicy): ApiError {
  const span = { SECONDLY: 'secondly', TEN_SECONDLY_ROLLING: 'ten_secondly_rolling', DAILY: 'daily' }[policyName];
  return new ApiError(429, `You have reached your ${span} limit.`, { errorType: 'RATE_LIMIT', policyName });
}
