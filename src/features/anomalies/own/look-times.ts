// When Signalbox looks at itself.
import { MINUTE_MS } from '#kernel/time.ts';

export const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** Ticks come by the minute, not to the second. */
export const EARLY_MS = MINUTE_MS / 2;
/** After a longer time without a look the app was away, or its clock was moved: what happened meanwhile says nothing. */
export const AWAKE_MS = 15 * MINUTE_MS;
