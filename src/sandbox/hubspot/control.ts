// The driver over HTTP, for when this HubSpot runs in another process: POST /_sandbox/<act> with a JSON body.
import { z } from 'zod';
import type { HubspotDriver } from './driver.ts';
import { stateOf } from './driver.ts';
import { ApiError } from './errors.ts';
import type { Answer, Exchange } from './exchange.ts';
import { HUBSPOT_OBJECTS } from './model.ts';

const PREFIX = '/_sandbox/';

const HubspotObjectName = z.enum(HUBSPOT_OBJECTS);
const PropertyValues = z.record(z.string(), z.string().nullable());
const Target = z.object({ object: HubspotObjectName, id: z.string() });

type Act = (driver: HubspotDriver, body: unknown) => unknown;

function act<Schema extends z.ZodType>(
  schema: Schema,
  run: (driver: HubspotDriver, input: z.output<Schema>) => unknown,
): Act {
  return (driver, body) => run(driver, schema.parse(body));
}

const Fault = z.object({
  kind: z.enum(['status', 'reset', 'hang', 'slow', 'drop_after_commit', 'rate_limited', 'html']),
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  times: z.number().int().positive().exactOptional(),
  status: z.number().int().exactOptional(),
  ms: z.number().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
});

const Rule = z.object({
  object: HubspotObjectName,
  on: z.string().exactOptional(),
  unless: z.string().exactOptional(),
  message: z.string(),
});

const ACTS: Readonly<Record<string, Act>> = {
  state: (driver) => stateOf(driver),
  'create-contact': act(
    z.object({ properties: PropertyValues, companyId: z.string().exactOptional() }),
    (driver, { properties, ...links }) => driver.createContact(properties, links),
  ),
  'create-company': act(z.object({ properties: PropertyValues }), (driver, { properties }) =>
    driver.createCompany(properties),
  ),
  'create-deal': act(
    z.object({
      properties: PropertyValues,
      contactId: z.string().exactOptional(),
      companyId: z.string().exactOptional(),
    }),
    (driver, { properties, ...links }) => driver.createDeal(properties, links),
  ),
  update: act(Target.extend({ properties: PropertyValues }), (driver, { object, id, properties }) =>
    driver.updateRecord(object, id, properties),
  ),
  'set-owner': act(Target.extend({ ownerId: z.string().nullable() }), (driver, { object, id, ownerId }) =>
    driver.setOwner(object, id, ownerId),
  ),
  delete: act(Target, (driver, { object, id }) => driver.deleteRecord(object, id)),
  merge: act(Target.extend({ otherId: z.string() }), (driver, { object, id, otherId }) =>
    driver.merge(object, id, otherId),
  ),
  rule: act(Rule, (driver, rule) => void driver.addRule(rule)),
  fault: act(Fault, (driver, order) => void driver.fault(order)),
  'clear-faults': (driver) => driver.clearFaults(),
  'connect-webhooks': act(
    z.object({ url: z.url(), secret: z.string() }),
    (driver, target) => void driver.connectWebhooks(target),
  ),
  'revoke-token': (driver) => driver.revokeToken(),
  'restore-token': (driver) => driver.restoreToken(),
  'remove-scope': act(z.object({ scope: z.string() }), (driver, { scope }) => driver.removeScope(scope)),
  'restore-scopes': (driver) => driver.restoreScopes(),
  'search-lag': act(z.object({ ms: z.number().min(0) }), (driver, { ms }) => driver.setSearchLag(ms)),
};

/** Null where the path is none of the control API's. Throws 400 and 404 in HubSpot's shape, for uniformity. */
export function control(driver: HubspotDriver, exchange: Exchange): Answer | null {
  if (!exchange.path.startsWith(PREFIX)) return null;
  const found = ACTS[exchange.path.slice(PREFIX.length)];
  if (found === undefined) {
    throw new ApiError(404, `no such act; there are: ${Object.keys(ACTS).join(', ')}`, { category: 'SANDBOX' });
  }
  try {
    return { status: 200, body: found(driver, exchange.body) ?? {} };
  } catch (error) {
    if (error instanceof z.ZodError) throw new ApiError(400, z.prettifyError(error), { category: 'SANDBOX' });
    throw error;
  }
}
