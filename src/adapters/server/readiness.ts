// GET /readyz: whether each thing that we depend on works, and why not. A check that does not answer counts as failing.
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import { json } from './exchange.ts';
import type { Answer } from './exchange.ts';

const CHECK_MS = 2_000;

/** `since`: ISO instant, where it is known. */
type Health = { readonly ok: true } | { readonly ok: false; readonly because: string; readonly since?: string };
export type HealthCheck = () => Health | Promise<Health>;

/** 200 when all are well, else 503: `{ready, dependencies: {slack: {ok: false, because: "..."}}}`. */
export async function readiness(checks: Readonly<Record<string, HealthCheck>>): Promise<Answer> {
  const seen = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await settled(check)] as const),
  );
  const ready = seen.every(([, { ok }]) => ok);
  return json(ready ? 200 : 503, { ready, dependencies: Object.fromEntries(seen) });
}

async function settled(check: HealthCheck): Promise<Health> {
  const done = new AbortController();
  const late: Promise<Health> = sleep(CHECK_MS, undefined, { signal: done.signal, ref: false }).then(
    () => ({ ok: false, because: `no answer within ${CHECK_MS / 1000} s` }),
    // Cut short because the check answered first.
    () => ({ ok: true }),
  );
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { ok: false, because: messageOf(error) };
  } finally {
    done.abort();
  }
}
