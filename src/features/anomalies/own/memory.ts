// What Signalbox remembers of itself between two looks: a JSON object that is kept beside what detectors remember.
import { z } from 'zod';
import type { JsonObject } from '#ports/json.ts';
import { NO_RHYTHM } from './rhythm.ts';

/** Where it is kept. */
export const MEMORY = { watch: 'own:signalbox', series: '' } as const;

const Instant = z.iso.datetime().transform((text) => new Date(text));
const Week = z.array(z.number().min(0)).length(NO_RHYTHM.looks.length).readonly();

const Webhooks = z.object({
  last: Instant.nullable(),
  rhythm: z.object({ looks: Week, heard: Week }),
});

const Memory = z.object({
  version: z.literal(1),
  at: Instant,
  /** Looks came one after the other since then. */
  awake: Instant,
  webhooks: z.partialRecord(z.string(), Webhooks),
  /** Messages and writes by the hour, older ones counting less. */
  intents: z.object({ ended: z.number(), failed: z.number(), at: Instant }),
  /** Calls used, at the looks of the last hours. */
  calls: z.partialRecord(z.string(), z.array(z.object({ at: Instant, used: z.number() })).readonly()),
  /** Trouble that goes on, by metric and series. */
  troubles: z.partialRecord(z.string(), z.object({ since: Instant, told: z.number() })),
});

export type SelfMemory = z.output<typeof Memory>;
export type WebhookMemory = z.output<typeof Webhooks>;

export function newMemory(now: Date): SelfMemory {
  const intents = { ended: 0, failed: 0, at: now };
  return { version: 1, at: now, awake: now, webhooks: {}, intents, calls: {}, troubles: {} };
}

/** Null: there is none, or another version wrote it, whose rhythm is learned anew. */
export function readMemory(kept: JsonObject | null): SelfMemory | null {
  return Memory.safeParse(kept).data ?? null;
}

export function writeMemory(memory: SelfMemory): JsonObject {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(memory)));
}
