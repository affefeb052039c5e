// What people can make happen in the world outside, by name: a list for the page, and the one function that does it.
import type { Sandbox } from '../../start-sandbox.ts';
import type { Happening, HappeningDone } from '../../web/protocol.ts';

/** Signalbox itself, where the sandbox started it. */
export interface AppSwitch {
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  running(): boolean;
}

export interface HappeningsDeps {
  readonly sandbox: Sandbox;
  /** Null where the app is another process, which the sandbox cannot end. */
  readonly app: AppSwitch | null;
  /** How often the stream brings a lead, in milliseconds. */
  readonly leadEveryMs: number;
}

export interface Happenings {
  readonly list: readonly Happening[];
  /** Names of the switches that are on. */
  on(): readonly string[];
  /**
   * Presses a button, or turns a switch to `input.on` (the other way where that is left out). Rejects with Fault
   * `not_found` for an unknown name, `invalid_input` or `refused` with a sentence for people.
   */
  make(name: string, input?: unknown): Promise<HappeningDone>;
  /** Calls back after everything that happened, and when a switch was turned otherwise. */
  onChange(listener: () => void): () => void;
}
