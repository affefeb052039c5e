// What a click carries. A button's value is an id or a place in a list, and is parsed by whoever knows which.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { Click } from '#features/people/turn.ts';

const ButtonClick = z.object({ type: z.literal('button'), value: z.string() });

/** Throws Fault `invalid_input` for a button without a value, as only a forged click has. */
export function buttonValue({ action }: Pick<Click, 'action'>): string {
  const parsed = ButtonClick.safeParse(action);
  if (!parsed.success) throw new Fault('invalid_input', 'This button carries no value');
  return parsed.data.value;
}
