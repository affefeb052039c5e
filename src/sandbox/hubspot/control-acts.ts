// What another process may ask of this HubSpot by POST /_sandbox/<name>: each with its arguments.
import { z } from 'zod';
import type { HubspotDriver } from './driver.ts';
import { HUBSPOT_OBJECTS } from './model.ts';

export interface Act {
  readonly about: string;
  /** Throws ZodError for arguments that cannot be right, ApiError where HubSpot itself would refuse. */
  readonly run: (driver: HubspotDriver, body: unknown) => unknown;
}

const id = z.string().min(1);
const object = z.enum(HUBSPOT_OBJECTS);
const properties = z.record(z.string(), z.string().nullable());
const target = { object, id };

const Fault = z.strictObject({
  kind: z.enum(['status', 'reset', 'hang', 'slow', 'drop_after_commit', 'rate_limited', 'html']),
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  times: z.union([z.int().positive(), z.literal('until_cleared')]).exactOptional(),
  status: z.int().exactOptional(),
  ms: z.number().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
  policyName: z.enum(['SECONDLY', 'TEN_SECONDLY_ROLLING', 'DAILY']).exactOptional(),
});

const Rule = z.strictObject({
  object,
  on: z.string().exactOptional(),
  unless: z.string().exactOptional(),
  message: z.string(),
});

function act<Shape extends z.ZodRawShape>(
  about: string,
  shape: Shape | z.ZodObject<Shape>,
  run: (driver: HubspotDriver, input: z.output<z.ZodObject<Shape>>) => unknown,
): Act {
  const schema = shape instanceof z.ZodObject ? shape : z.object(shape);
  return { about, run: (driver, body) => run(driver, schema.parse(body)) };
}

const none = {};

export const ACTS: Readonly<Record<string, Act>> = {
  'create-contact': act(
    'A contact, as by a form: { properties, companyId? }',
    { properties, companyId: id.exactOptional() },
    (driver, { properties: given, ...links }) => driver.createContact(given, links),
  ),
  'create-company': act('A company: { properties }', { properties }, (driver, it) =>
    driver.createCompany(it.properties),
  ),
  'create-deal': act(
    'A deal: { properties, contactId?, companyId? }',
    { properties, contactId: id.exactOptional(), companyId: id.exactOptional() },
    (driver, { properties: given, ...links }) => driver.createDeal(given, links),
  ),
  'create-campaign': act('A campaign: { properties: { hs_name, … } }', { properties }, (driver, it) =>
    driver.createCampaign(it.properties),
  ),
  'set-campaign-budget': act(
    'What a campaign may cost, in one item: { id, amount }',
    { id, amount: z.number().nonnegative() },
    (driver, it) => driver.setCampaignBudget(it.id, it.amount),
  ),
  update: act(
    'Change a record as a person in HubSpot’s pages: { object, id, properties }',
    { ...target, properties },
    (driver, it) => driver.updateRecord(it.object, it.id, it.properties),
  ),
  'set-owner': act(
    'Give a record to somebody or, with null, to nobody: { object, id, ownerId }',
    { ...target, ownerId: z.string().nullable() },
    (driver, it) => driver.setOwner(it.object, it.id, it.ownerId),
  ),
  associate: act(
    'Tie two records: { from: { object, id }, to: { object, id } }',
    { from: z.object(target), to: z.object(target) },
    (driver, it) => driver.associate(it.from, it.to),
  ),
  dissociate: act(
    'Take a tie away: { from: { object, id }, to: { object, id } }',
    { from: z.object(target), to: z.object(target) },
    (driver, it) => driver.dissociate(it.from, it.to),
  ),
  delete: act('Into the recycle bin: { object, id }', target, (driver, it) => driver.deleteRecord(it.object, it.id)),
  restore: act('Out of the recycle bin: { object, id }', target, (driver, it) =>
    driver.restoreRecord(it.object, it.id),
  ),
  merge: act('Merge otherId into id: { object, id, otherId }', { ...target, otherId: id }, (driver, it) =>
    driver.merge(it.object, it.id, it.otherId),
  ),
  'deactivate-owner': act('Take a seat away: { id }', { id }, (driver, it) => driver.deactivateOwner(it.id)),
  rule: act(
    'A validation rule: writes to object that touch on are refused with message while unless is empty: { object, on?, unless?, message }',
    Rule,
    (driver, rule) => void driver.addRule(rule),
  ),
  fault: act(
    'Arm a fault: { kind: status | html | reset | hang | slow | drop_after_commit | rate_limited, method?, path?, times?: n | "until_cleared" (once unless told), status?, ms?, retryAfterSeconds?, policyName? }',
    Fault,
    (driver, order) => void driver.fault(order),
  ),
  'clear-faults': act('Disarm every fault: {}', none, (driver) => driver.clearFaults()),
  'webhook-faults': act(
    'How webhooks misbehave from now on: { duplicate, reorder, silent }',
    { duplicate: z.boolean(), reorder: z.boolean(), silent: z.boolean() },
    (driver, it) => driver.setWebhookFaults(it),
  ),
  'connect-webhooks': act(
    'Tell an app about every change from now on: { url, secret }',
    { url: z.url(), secret: z.string() },
    (driver, app) => void driver.connectWebhooks(app),
  ),
  'revoke-token': act('The token stops working: {}', none, (driver) => driver.revokeToken()),
  'restore-token': act('It works again: {}', none, (driver) => driver.restoreToken()),
  'remove-scope': act('The token loses a scope: { scope }', { scope: z.string() }, (driver, it) =>
    driver.removeScope(it.scope),
  ),
  'restore-scopes': act('It gets all of them back: {}', none, (driver) => driver.restoreScopes()),
  'search-lag': act(
    'Searches see what was written so many milliseconds ago: { ms }',
    { ms: z.number().min(0) },
    (driver, { ms }) => driver.setSearchLag(ms),
  ),
  'spend-daily-limit': act(
    'As if so many more calls had been made today (fewer, where negative): { calls }',
    { calls: z.int() },
    (driver, { calls }) => driver.spendDailyLimit(calls),
  ),
};
