// What the buttons of incidents and events carry: the id, and the menu of snoozing the days as well.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { buttonValue } from '#features/answering/click.ts';
import type { Click } from '#features/people/turn.ts';

const ID = /^[1-9]\d{0,8}$/u;
const SNOOZE = /^([1-9]\d{0,8}):([0-9])$/u;
const Chosen = z.object({ selected_option: z.object({ value: z.string() }) });

/** Throws Fault `invalid_input` for a value that none of our buttons has. */
export function numberOf(click: Pick<Click, 'action'>): number {
  const value = buttonValue(click);
  if (!ID.test(value)) throw notOurs();
  return Number(value);
}

/** Which incident says nothing for how many days; 0: it may speak again. Throws Fault `invalid_input` as above. */
export function snoozeOf({ action }: Pick<Click, 'action'>): { readonly incident: number; readonly days: number } {
  const [, incident, days] = SNOOZE.exec(Chosen.safeParse(action).data?.selected_option.value ?? '') ?? [];
  if (incident === undefined || days === undefined) throw notOurs();
  return { incident: Number(incident), days: Number(days) };
}

function notOurs(): Fault {
  return new Fault('invalid_input', 'This button names nothing that I know. Look at /kpi incidents.');
}
