// A local HubSpot for a test, and a bare client that speaks its protocol without any library's opinion.
import { onTestFinished } from 'vitest';
import { startHubspotSandbox, type HubspotSandboxOptions } from '#sandbox/hubspot/server.ts';

export const noon = new Date('2026-11-23T12:00:00Z');

export const ana = { id: '701', email: 'ana@acme.test', firstName: 'Ana', lastName: 'Ruiz', archived: false };
export const bo = { id: '702', email: 'bo@acme.test', firstName: 'Bo', lastName: 'Lind', archived: false };

export interface Reply {
  readonly status: number;
  // The tests assert on the shape themselves.
  readonly body: unknown;
  readonly headers: Headers;
}

/** Started for one test and closed after it. The clock stands at noon unless it is moved. */
export async function aHubspot(options: Partial<HubspotSandboxOptions> = {}) {
  const time = { now: noon };
  const hubspot = await startHubspotSandbox({
    clock: { now: () => time.now },
    owners: [ana, bo],
    limits: 'off',
    ...options,
  });
  onTestFinished(() => hubspot.close());
  const headers = { authorization: `Bearer ${hubspot.accessToken}`, 'content-type': 'application/json' };

  async function call(method: string, path: string, body?: unknown, as = headers): Promise<Reply> {
    const init = { method, headers: as, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${hubspot.url}${path}`, init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  }

  return { hubspot, call, time };
}
