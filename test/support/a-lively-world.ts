// An Acme whose past ends on a Tuesday without a holiday near, whatever day it is, and which goes on for some weeks.
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';
import { aSandbox } from './sandbox.ts';

export const LIVELY = { leads: 1_600, months: 3, anchor: '2027-03-09', ahead: 28 };
/** In the morning, before most people come. */
export const MORNING = new Date('2027-03-09T05:00:00Z');

/** Whoever starts it closes it. */
export function aLivelyWorld(options: SandboxOptions = {}): Promise<Sandbox> {
  return aSandbox({ seed: 7, past: LIVELY, startAt: MORNING, ...options });
}
