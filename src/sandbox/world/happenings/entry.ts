// What a happening is made of: what people read about it, and what it does. Types, and how input is read.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { MovableClock } from '../../clock.ts';
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import type { SlackSandbox } from '../../slack/slack-sandbox.ts';
import type { Happening } from '../../web/protocol.ts';
import type { LeadStream } from '../lead-stream.ts';
import type { Life } from '../living/life.ts';
import type { Records } from '../records/records.ts';

/** What happenings act upon. */
export interface Scene {
  readonly clock: MovableClock;
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly leads: LeadStream;
  /** Null where nothing comes by itself. */
  readonly life: Life | null;
  readonly records: Records;
}

/** A sentence about what happened. Throws Fault `invalid_input` or `refused` with one about why not. */
type Told = string | Promise<string>;

type About = Omit<Happening, 'kind'>;

export interface Button extends About {
  readonly kind: 'button';
  readonly verb: string;
  press(input: unknown): Told;
}

/** Whether it is on is read from the server that it turns, so that it is true whoever turned it. */
export interface Switch extends About {
  readonly kind: 'switch';
  isOn(): boolean;
  /** Called only where it is not so already. */
  turn(on: boolean): Told;
}

export type Entry = Button | Switch;

const Input = z.record(z.string(), z.unknown());

/** Fields left empty count as not given. Throws Fault `invalid_input` naming the first that does not fit. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const given = Input.safeParse(input ?? {});
  if (!given.success) throw new Fault('invalid_input', 'Send the fields as one object.');
  const filled = Object.entries(given.data).filter(([, value]) => !isEmpty(value));
  const parsed = schema.safeParse(Object.fromEntries(filled));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Fault('invalid_input', `${String(issue?.path[0] ?? 'input')}: ${issue?.message ?? 'not understood'}`);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}
