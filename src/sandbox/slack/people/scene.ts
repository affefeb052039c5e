// What the people of the workspace act through: its state, the way to the app, and what Slack tells them when the app fails.
import type { Deliver } from '../delivery/deliver.ts';
import type { Ack } from '../delivery/transport.ts';
import { showNote } from '../world/messages.ts';
import type { ResponseUrls } from '../world/response-urls.ts';
import type { Triggers } from '../world/triggers.ts';
import type { StateValues } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export interface Scene {
  readonly world: World;
  readonly deliver: Deliver;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  /** The sandbox's own address, without a slash at the end. */
  readonly url: string;
  /** What people chose in messages, by person, channel and `ts` with spaces between. */
  readonly chosenInMessages: Map<string, StateValues>;
}

export type Outcome =
  /** The app answered in time; `response` is what its acknowledgement carried. */
  | { readonly kind: 'acknowledged'; readonly response?: unknown; readonly tookMs: number }
  /** A modal was not accepted: a sentence by block_id, from the app or from Slack's own required-field check. */
  | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }
  /** The app did not answer as it must; the person was told. */
  | { readonly kind: 'failed'; readonly error: InteractionError; readonly tookMs: number };

export type InteractionError =
  | 'operation_timeout'
  | 'dispatch_failed'
  | 'http_client_error'
  | 'http_service_error'
  | 'invalid_command_response'
  | 'invalid_view_response'
  | 'invalid_options_response';

const UNDELIVERED = {
  http_timeout: 'operation_timeout',
  connection_failed: 'dispatch_failed',
  too_many_redirects: 'dispatch_failed',
} as const;

/** The code that Slack shows a person for a delivery that failed. */
export function errorOf({ reason, status = 500 }: Extract<Ack, { kind: 'failed' }>): InteractionError {
  if (reason !== 'http_error') return UNDELIVERED[reason];
  return status >= 500 ? 'http_service_error' : 'http_client_error';
}

/** What a person did, as the app was told of it, and what came of it. */
export interface Act extends Where {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

/** Sends a click or the like and tells the person if the app did not take it. */
export async function interact(scene: Scene, payload: Record<string, unknown>, where: Where): Promise<Outcome> {
  const began = performance.now();
  const ack = await scene.deliver.interaction('interactive', payload);
  const tookMs = performance.now() - began;
  return acted(
    scene,
    ack.kind === 'acknowledged'
      ? { kind: 'acknowledged', response: ack.body, tookMs }
      : fail(scene, errorOf(ack), tookMs, where, 'This app did not respond'),
    payload,
    where,
  );
}

/** Tells whoever follows along, and answers the outcome. */
export function acted({ world }: Scene, outcome: Outcome, payload: Act['payload'], where: Where): Outcome {
  const act: Act = { ...where, payload, outcome };
  world.emitter.emit('act', act);
  return outcome;
}

export interface Where {
  readonly user: string;
  readonly channel: string;
}

export function fail(scene: Scene, error: InteractionError, tookMs: number, where: Where, saying: string): Outcome {
  showNote(scene.world, { ...where, from: 'slackbot', text: `${saying} (error: ${error}).` });
  return { kind: 'failed', error, tookMs };
}
