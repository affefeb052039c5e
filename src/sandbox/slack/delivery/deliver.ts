// Sends interactions once and events until they are acknowledged; lets the faults that are armed befall them.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryFault, Faults } from '../faults.ts';
import type { Json } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { Ack, Delivery, Transport } from './transport.ts';

export interface Deliver {
  /** One attempt; Slack never repeats interactions. */
  readonly interaction: (kind: 'interactive' | 'slash_commands', payload: Json) => Promise<Ack>;
  /** Wraps the event and sends it, again if it must; drops it if the app does not want it. Resolves when it was taken or given up. */
  readonly event: (event: Json) => Promise<void>;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
}

export interface DeliverDeps {
  readonly world: World;
  readonly faults: Faults;
  readonly transport: Transport;
  readonly subscriptions: Subscriptions;
  readonly redeliveryDelaysMs: readonly number[];
  /** Aborted when the sandbox closes, so that no redelivery outlives it. */
  readonly closing: AbortSignal;
}

// How long a reordered delivery waits for one to overtake it before it goes by itself.
const OVERTAKE_MS = 500;
const SLOW_MS = 1_000;
const NOBODY: Ack = { kind: 'failed', reason: 'connection_failed', final: false };

export function createDeliver(deps: DeliverDeps): Deliver {
  const underWay = new Set<Promise<unknown>>();
  let releaseHeld: (() => void) | undefined;

  async function send(delivery: Delivery): Promise<Ack> {
    const release = releaseHeld;
    if (release) {
      releaseHeld = undefined;
      const ack = await deps.transport.send(delivery);
      release();
      return ack;
    }
    const fault = deps.faults.takeForDelivery(delivery.kind);
    return fault ? suffer(delivery, fault) : deps.transport.send(delivery);
  }

  async function suffer(delivery: Delivery, { kind, delayMs = SLOW_MS }: DeliveryFault): Promise<Ack> {
    switch (kind) {
      case 'duplicate': {
        const [first] = await Promise.all([deps.transport.send(delivery), deps.transport.send(delivery)]);
        return first;
      }
      case 'reorder': {
        const overtaken = new Promise<void>((resolve) => {
          releaseHeld = resolve;
        });
        await Promise.race([overtaken, pause(OVERTAKE_MS, undefined, { ref: false })]);
        releaseHeld = undefined;
        return deps.transport.send(delivery);
      }
      case 'slow':
        await pause(delayMs, undefined, { ref: false });
        return deps.transport.send(delivery);
      case 'lost':
        return NOBODY;
    }
  }

  async function sendEvent(event: Json): Promise<void> {
    if (!deps.subscriptions.wants(event)) return;
    const payload = wrap(deps.world, event);
    const attempts = [undefined, ...deps.redeliveryDelaysMs.entries()];
    let reason = '';
    for (const again of attempts) {
      if (again) await pause(again[1], undefined, { ref: false, signal: deps.closing }).catch(() => undefined);
      if (deps.closing.aborted || !deps.subscriptions.enabled()) return;
      const retry = again ? { retry: { attempt: again[0] + 1, reason } } : {};
      const ack = await send({ kind: 'events_api', payload, ...retry });
      deps.subscriptions.record(ack.kind === 'acknowledged');
      if (ack.kind === 'acknowledged' || ack.final) return;
      reason = ack.reason;
    }
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    void work.finally(() => underWay.delete(work)).catch(() => undefined);
    return work;
  }

  return {
    interaction: (kind, payload) => track(isInstalled(deps.world) ? send({ kind, payload }) : Promise.resolve(NOBODY)),
    event: (event) => track(sendEvent(event)),
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function isInstalled({ identity, tokens }: World): boolean {
  return tokens.get(identity.botToken)?.uninstalled !== true;
}

function wrap({ identity, clock }: World, event: Json): Json {
  return {
    token: 'sandbox-verification-token',
    team_id: identity.teamId,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(clock.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
