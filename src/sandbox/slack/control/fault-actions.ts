// Acts that make Slack misbehave.
import { z } from 'zod';
import { CALL_FAULTS, DELIVERY_FAULTS } from '../faults.ts';
import type { CallFault, DeliveryFault } from '../faults.ts';
import { action, text } from './action.ts';
import type { Actions } from './action.ts';

const times = z.union([z.int().min(1), z.literal('until_cleared')]).optional();
const delayMs = z.number().min(0).optional();
const callFault = z.strictObject({
  method: text,
  kind: z.enum(CALL_FAULTS),
  times,
  channel: text.optional(),
  status: z.int().min(100).max(599).optional(),
  retryAfter: z.number().min(0).optional(),
  delayMs,
  error: text.optional(),
});
const deliveryFault = z.strictObject({
  delivery: z.enum(['events_api', 'interactive', 'slash_commands']),
  kind: z.enum(DELIVERY_FAULTS),
  times,
  delayMs,
});

export const faultActions: Actions = {
  faults: action(
    'Arm a fault, answers it with its id: { method, kind, times?, channel?, status?, retryAfter?, delayMs?, error? } or ' +
      '{ delivery, kind, times?, delayMs? }; times is a number or "until_cleared"',
    z.union([callFault, deliveryFault]),
    ({ faults }, it) => {
      // zod writes absent fields as undefined, which is what their absence means here.
      faults.next(it as CallFault | DeliveryFault);
      return faults.armed().at(-1);
    },
  ),
  'clear-faults': action(
    'Disarm one fault, or every one: { id? }',
    z.object({ id: z.int().optional() }),
    ({ faults }, it) => faults.clear(it.id),
  ),
  'rate-limits': action(
    "Apply Slack's rate limits to the app's calls or stop doing so: { limits: slack | off }",
    z.object({ limits: z.enum(['slack', 'off']) }),
    ({ rateLimits }, it) => rateLimits.set(it.limits),
  ),
};
