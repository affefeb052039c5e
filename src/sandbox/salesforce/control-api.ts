// The driver over HTTP, under /_sandbox: for the sandbox's own page and for tests in another process. No part of
// Salesforce, hence no session; it listens only where the sandbox listens, which is this machine.
import { z } from 'zod';
import { ACTS } from './control-acts.ts';
import type { ControlContext } from './control-acts.ts';
import { OBJECT_NAMES } from './fields.ts';

const PREFIX = '/_sandbox/';
const READS: Readonly<Record<string, string>> = {
  '': 'This list',
  state: 'Everything there is to see: records by object, armed faults, how pushes misbehave, the calls of the day',
  'records/OBJECT': 'Records of one object, deleted ones left out',
};

/**
 * Answers one control call. Throws ZodError for arguments that cannot be right and SalesforceError where Salesforce itself
 * would refuse the act.
 */
export function answerControl(
  context: ControlContext,
  method: string,
  path: string,
  body: unknown,
): { status: number; body: unknown } {
  const name = path.slice(PREFIX.length);
  if (method === 'GET') {
    const answer = read(context, name);
    if (answer !== undefined) return { status: 200, body: answer };
  }
  const act = method === 'POST' && Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (act !== undefined) return { status: 200, body: act.run(context, body ?? {}) ?? {} };
  return { status: 404, body: { error: `There is no ${method} ${path}; see GET ${PREFIX}.` } };
}

function read(context: ControlContext, name: string): unknown {
  if (name === '') return contents();
  if (name === 'state') return stateOf(context);
  const object = z.enum(OBJECT_NAMES).safeParse(/^records\/(\w+)$/.exec(name)?.[1]);
  return object.success ? context.driver.records(object.data) : undefined;
}

function contents(): Readonly<Record<string, string>> {
  const reads = Object.entries(READS).map(([name, about]) => [`GET ${PREFIX}${name}`, about]);
  const acts = Object.entries(ACTS).map(([name, { about }]) => [`POST ${PREFIX}${name}`, about]);
  return Object.fromEntries([...reads, ...acts]);
}

function stateOf({ driver, faults, push, usage }: ControlContext): unknown {
  const records = OBJECT_NAMES.map((object) => [object, driver.records(object)]);
  return {
    records: Object.fromEntries(records),
    faults: faults.armed(),
    pushFaults: push.faults(),
    usage: { used: usage.used, max: usage.max },
  };
}
