// Who runs this, who is there, and who may do what.
import leven from 'leven';
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import { Currency, Day, Email, Line, WorkingHours, Zone } from './values.ts';
import { entryIn, isBlock, textIn, type Issues } from './written.ts';

const Worth = z.number().positive('a rate is more than nothing');

/** One rate for all time, or each from its day on. Parses to what is worth how much from which day, ascending. */
const Rate = z.union([
  Worth.transform((rate) => [{ from: '0001-01-01', rate }]),
  z.record(Day, Worth).transform((dated) =>
    Object.entries(dated)
      .map(([from, rate]) => ({ from, rate }))
      .toSorted((one, other) => one.from.localeCompare(other.from)),
  ),
]);

export const Organization = z
  .strictObject({
    name: Line.optional(),
    timezone: Zone.describe('IANA time zone, for example Europe/Berlin'),
    currency: Currency.describe('ISO 4217 code, for example EUR'),
    working_hours: WorkingHours.prefault('Mon-Fri 09:00-18:00'),
    holidays: z.array(Day).default([]).describe('Days on which nobody works'),
    rates: z
      .record(Currency, Rate)
      .default({})
      .describe('What one unit of another currency is worth in yours: USD: 0.92, or dated: USD: { 2026-01-01: 0.92 }'),
  })
  .superRefine(refuseOwnRate, { when: () => true })
  .describe('Who runs this');

/** A budget in one's own currency is not converted. */
function refuseOwnRate(organization: unknown, issues: Issues): void {
  const own = textIn(organization, 'currency');
  if (own === null || entryIn(entryIn(organization, 'rates'), own) === undefined) return;
  issues.addIssue({ code: 'custom', message: `${own} is your own currency: it needs no rate`, path: ['rates', own] });
}

export const Person = z
  .strictObject({
    email: Email,
    slack: SlackUserId.optional().describe('Slack user id, where the e-mail addresses differ'),
    hubspot_owner: z
      .union([z.string().regex(/^\d+$/), z.int().positive()], { error: 'a HubSpot owner id is a whole number' })
      .transform(String)
      .optional()
      .describe('HubSpot owner id'),
    salesforce_user: z
      .string()
      .regex(
        /^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/,
        'a Salesforce user id starts with 005 and has 15 or 18 characters',
      )
      .optional()
      .describe('Salesforce user id'),
    timezone: Zone.optional(),
    manager: Email.optional().describe('Who decides for manager_of'),
    working_hours: WorkingHours.optional(),
    holidays: z.array(Day).default([]).describe('Days on which they do not work'),
  })
  .superRefine(refuseOwnManager, { when: () => true });

function refuseOwnManager(person: unknown, issues: Issues): void {
  const manager = textIn(person, 'manager');
  if (manager === null || manager !== textIn(person, 'email')) return;
  issues.addIssue({ code: 'custom', message: 'nobody is their own manager', path: ['manager'] });
}

export const WrittenRoles = z
  .object({
    admin: z.array(Email).default([]).describe('May act on anybody’s lead and link other people'),
    ops: z.array(Email).default([]).describe('May read the audit log and decide on imports'),
  })
  .catchall(z.array(Email))
  .superRefine(checkRoleNames, { when: () => true })
  .describe('Who may do what, by e-mail address');

const KNOWN_ROLES = ['admin', 'ops'];

/** Roles have any name, so a slip in the name of one that the app knows would make another of it in silence. */
function checkRoleNames(roles: unknown, issues: Issues): void {
  for (const name of isBlock(roles) ? Object.keys(roles) : []) {
    const suggestion = KNOWN_ROLES.find((known) => leven(name, known) === 1) ?? null;
    if (suggestion === null && /^[a-z][a-z0-9_-]*$/.test(name)) continue;
    const message =
      suggestion === null
        ? 'a role is called in lower case, like legal_team'
        : `${name} is too close to a role that the app knows`;
    issues.addIssue({ code: 'custom', message, path: [name], params: { suggestion } });
  }
}
