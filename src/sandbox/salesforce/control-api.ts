// The driver over HTTP, under /_sandbox: for the sandbox's own page and for tests in another process. No part of
// Salesforce, hence no session; it listens only where the sandbox listens, which is this machine.
import { z } from 'zod';
import type { ApiUsage } from './api-request.ts';
import type { SalesforceDriver } from './driver.ts';
import type { Faults, SalesforceFault } from './faults.ts';
import { OBJECT_NAMES } from './fields.ts';

export interface ControlContext {
  readonly driver: SalesforceDriver;
  readonly faults: Faults;
  readonly usage: ApiUsage;
  readonly expireSessions: () => void;
}

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const ObjectName = z.enum(OBJECT_NAMES);
const By = { by: z.string().optional() };

const target = {
  methods: z.array(z.string()).optional(),
  path: z.string().optional(),
  times: z.number().int().positive().optional(),
};
const Fault = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.number().int(),
    body: z.unknown().optional(),
    contentType: z.string().optional(),
    ...target,
  }),
  z.object({ kind: z.literal('slow'), ms: z.number().nonnegative(), ...target }),
  z.object({
    kind: z.enum([
      'reset',
      'hang',
      'drop_after_commit',
      'lock_row',
      'limit_exceeded',
      'concurrency_exceeded',
      'session_expired',
    ]),
    ...target,
  }),
]);

const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('create'), object: ObjectName, values: Values, ...By }),
  z.object({ act: z.literal('update'), object: ObjectName, id: z.string(), values: Values, ...By }),
  z.object({ act: z.literal('set_owner'), object: ObjectName, id: z.string(), owner: z.string(), ...By }),
  z.object({ act: z.literal('delete'), object: ObjectName, id: z.string(), ...By }),
  z.object({ act: z.literal('convert'), id: z.string(), opportunityName: z.string().nullable().optional(), ...By }),
  z.object({ act: z.literal('fault'), fault: Fault }),
  z.object({ act: z.literal('clear_faults') }),
  z.object({ act: z.literal('expire_sessions') }),
  z.object({ act: z.literal('api_budget'), used: z.number().int(), max: z.number().int() }),
]);
type Act = z.infer<typeof Act>;

/**
 * Answers `GET /_sandbox/records/{object}` and `POST /_sandbox/act` (one act as JSON, see `Act`).
 * Throws SalesforceError where Salesforce itself would refuse the act.
 */
export function answerControl(
  context: ControlContext,
  method: string,
  path: string,
  body: unknown,
): { status: number; body: unknown } {
  const records = /^\/_sandbox\/records\/(\w+)$/.exec(path);
  if (method === 'GET' && records !== null) {
    const object = ObjectName.safeParse(records[1]);
    return object.success ? { status: 200, body: context.driver.records(object.data) } : unknown(path);
  }
  if (method !== 'POST' || path !== '/_sandbox/act') return unknown(path);
  const act = Act.safeParse(body);
  if (!act.success) return { status: 400, body: { error: z.prettifyError(act.error) } };
  return { status: 200, body: perform(context, act.data) };
}

function unknown(path: string): { status: number; body: unknown } {
  return { status: 404, body: { error: `no control at ${path}` } };
}

function perform({ driver, faults, usage, expireSessions }: ControlContext, act: Act): unknown {
  switch (act.act) {
    case 'create':
      return { id: driver.createRecord(act.object, act.values, act.by) };
    case 'update':
      driver.update(act.object, act.id, act.values, act.by);
      return {};
    case 'set_owner':
      driver.setOwner(act.object, act.id, act.owner, act.by);
      return {};
    case 'delete':
      driver.delete(act.object, act.id, act.by);
      return {};
    case 'convert':
      return driver.convertLead(act.id, {
        opportunityName: act.opportunityName ?? null,
        ...(act.by === undefined ? {} : { by: act.by }),
      });
    case 'fault':
      faults.inject(act.fault as SalesforceFault);
      return {};
    case 'clear_faults':
      faults.clear();
      return {};
    case 'expire_sessions':
      expireSessions();
      return {};
    case 'api_budget':
      Object.assign(usage, { used: act.used, max: act.max });
      return {};
  }
}
