// HTTP in and out: reading a request, sending an answer, and the answers that faults give instead.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiUsage } from './api-request.ts';
import type { SalesforceFault } from './faults.ts';
import type { Incoming, Outgoing } from './routes.ts';

/** What a fault answers in place of the API; null where it lets the call through. */
export function faultAnswer(fault: SalesforceFault | null): Outgoing | null {
  switch (fault?.kind) {
    case 'status':
      return typeof fault.body === 'string'
        ? { status: fault.status, html: fault.body }
        : { status: fault.status, body: fault.body };
    case 'html':
      return {
        status: 503,
        html: '<html><head><title>Service Unavailable</title></head><body>Down for maintenance</body></html>',
      };
    case 'lock_row':
      return {
        status: 400,
        body: [
          { errorCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access to this record', fields: [] },
        ],
      };
    case 'limit_exceeded':
      return { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }] };
    case 'concurrency_exceeded':
      return {
        status: 403,
        body: [
          {
            errorCode: 'REQUEST_LIMIT_EXCEEDED',
            message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
          },
        ],
      };
    case 'session_expired':
      return { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] };
    case 'reset':
    case 'hang':
    case 'slow':
    case 'drop_after_commit':
    case undefined:
      return null;
  }
}

/** Reads a request whole. */
export async function readIncoming(request: IncomingMessage, base: string): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', base),
    headers: Object.fromEntries(headers) as Incoming['headers'],
    text: Buffer.concat(parts).toString('utf8'),
  };
}

/** Sends an answer with the usage header that Salesforce adds to each. */
export function send(response: ServerResponse, answer: Outgoing, usage: ApiUsage): void {
  const limitInfo = { 'sforce-limit-info': `api-usage=${usage.used}/${usage.max}` };
  if (answer.html !== undefined) {
    response.writeHead(answer.status, { 'content-type': 'text/html;charset=UTF-8', ...limitInfo }).end(answer.html);
    return;
  }
  const type = answer.body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' };
  response.writeHead(answer.status, { ...type, ...limitInfo, ...answer.headers });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}
