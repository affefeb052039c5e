// Holds docs/sandbox.md against the control API: it names no call that is not there, and every one of the page's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Happening } from '#sandbox/web/protocol.ts';
import { PROJECT } from '../support/source-files.ts';
import { aWeb } from './web/a-web.ts';
import type { AWeb } from './web/a-web.ts';

const text = readFileSync(join(PROJECT, 'docs/sandbox.md'), 'utf8');

let web: AWeb;
beforeAll(async () => {
  web = await aWeb();
});
afterAll(() => web.close());

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${web.url}/_sandbox/${path}`);
  return (await answer.json()) as T;
}

it('names only calls that there are, and all of the page’s own', async () => {
  const documented = [...text.matchAll(/^\| `(?<call>\w+ \/_sandbox\/[^`]*)`/gmu)].map(
    ({ groups }) => groups?.['call'],
  );
  const listed = Object.keys(await ask<Record<string, string>>(''));
  expect(documented.length).toBeGreaterThan(20);
  expect(documented.filter((call) => call === undefined || !listed.includes(call))).toEqual([]);
  const own = listed.filter(
    (call) => !/\/_sandbox\/(?:slack|hubspot|salesforce)?\/?$|\/(?:slack|hubspot|salesforce)\//u.test(call),
  );
  expect(own.filter((call) => !documented.includes(call))).toEqual([]);
});

it('shows examples of things that can happen and of calls that there are', async () => {
  const examples = [...text.matchAll(/^call (?<path>[^\s']+)/gmu)].map(({ groups }) => groups?.['path'] ?? '');
  const happenings = await ask<readonly Happening[]>('world/happenings');
  const listed = Object.keys(await ask<Record<string, string>>(''));
  const known = [
    ...happenings.map(({ name }) => `POST /_sandbox/world/${name}`),
    ...listed.filter((call) => !call.includes(':happening')),
  ];
  expect(examples.length).toBeGreaterThan(2);
  expect(examples.filter((path) => !known.some((call) => fits(call, path)))).toEqual([]);
});

/** Whether `GET /_sandbox/crm/:crm/:object` is `crm/hubspot/contacts`. */
function fits(call: string, path: string): boolean {
  const parts = call.replace(/^\w+ \/_sandbox\//u, '').split('/');
  const given = path.split('/');
  return parts.length === given.length && parts.every((part, at) => part.startsWith(':') || part === given[at]);
}
