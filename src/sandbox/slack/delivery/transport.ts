// What goes to the app and what comes back, whichever way it travels.
import type { Json } from '../world/wire.ts';

export interface Delivery {
  readonly kind: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: Json;
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/** `reason` is what Slack puts into x-slack-retry-reason. */
export type Ack =
  | { readonly kind: 'acknowledged'; readonly body: unknown }
  | {
      readonly kind: 'failed';
      readonly reason: 'http_timeout' | 'http_error' | 'connection_failed' | 'too_many_redirects';
      readonly status?: number;
      /** The app asked not to be told again (x-slack-no-retry). */
      readonly final: boolean;
    };

export interface Transport {
  /** Resolves when the app has answered or the deadline has passed; never rejects. */
  readonly send: (delivery: Delivery) => Promise<Ack>;
}
