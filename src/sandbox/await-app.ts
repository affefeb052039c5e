// Waits for an app to say that it is ready, as whoever deploys one does: by its /readyz.
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';

/** `because`: the app's own words about what is missing, or why it could not be asked. */
export type Readiness = { readonly kind: 'ready' } | { readonly kind: 'not_ready'; readonly because: string };

const ASK_EVERY_MS = 100;

/** Never rejects: an app that does not come up is an outcome here. `signal` ends the waiting early. */
export async function waitUntilReady(appUrl: string, withinMs: number, signal?: AbortSignal): Promise<Readiness> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const readiness = await ask(appUrl);
    if (readiness.kind === 'ready' || performance.now() >= deadline || signal?.aborted === true) return readiness;
    await pause(ASK_EVERY_MS);
  }
}

async function ask(appUrl: string): Promise<Readiness> {
  try {
    const answer = await fetch(`${appUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const because = await answer.text();
    return answer.ok ? { kind: 'ready' } : { kind: 'not_ready', because };
  } catch (error) {
    return { kind: 'not_ready', because: messageOf(error) };
  }
}
