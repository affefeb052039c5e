// What an act of the control API is: a sentence about it, its arguments, and what it does.
import { z } from 'zod';
import type { SlackSandbox } from '../slack-sandbox.ts';

export interface Action {
  /** Begins with a verb and names the arguments. */
  readonly about: string;
  /** Throws a ZodError for arguments that cannot be right, a Fault for what may not be. */
  readonly run: (sandbox: SlackSandbox, body: unknown) => unknown;
}

export type Actions = Readonly<Record<string, Action>>;

export const text = z.string().min(1);
/** Who acts: a person's name or id. */
export const as = { as: text };

export function action<S extends z.ZodType>(
  about: string,
  schema: S,
  run: (sandbox: SlackSandbox, body: z.infer<S>) => unknown,
): Action {
  return { about, run: (sandbox, body) => run(sandbox, schema.parse(body)) };
}
