// Time that passes at the press of a button: due times, reminders and expiries follow.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Button, Scene } from './entry.ts';

const STEPS = [
  { name: 'forward_15m', label: '15 minutes', ms: 15 * MINUTE_MS },
  { name: 'forward_1h', label: 'An hour', ms: HOUR_MS },
  { name: 'forward_1d', label: 'A day', ms: DAY_MS },
  { name: 'forward_1w', label: 'A week', ms: 7 * DAY_MS },
] as const;

const MOMENT = { dateStyle: 'full', timeStyle: 'short' } as const;

export function clockHappenings({ clock }: Scene): readonly Button[] {
  return STEPS.map(({ name, label, ms }) => ({
    name,
    label: `${label} later`,
    about: 'Moves the clock that everybody here goes by. It only goes forward.',
    kind: 'button',
    verb: `${label} later`,
    group: 'time',
    press() {
      clock.moveBy(ms);
      return `${label} later: it is ${clock.now().toLocaleString('en-GB', MOMENT)} now.`;
    },
  }));
}
