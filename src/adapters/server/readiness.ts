// GET /readyz: whether each thing that we depend on works, and why not. A check that does not answer counts as failing.
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import { json } from './exchange.ts';
import type { Answer } from './exchange.ts';

const CHECK_MS = 2_000;

/** `since`: ISO instant, where it is known. */
type Health = { readonly ok: true } | { readonly ok: false; readonly because: string; readonly since?: string };
export type HealthCheck = () => Health | Promise<Health>;

/** What else is worth to know, for example that ops paused. */
export type StatusNotes = () => Promise<JsonObject>;

/** 200 when all are well, else 503: `{ready, dependencies: {slack: {ok: false, because: "..."}}}`, and the notes. */
export async function readiness(
  checks: Readonly<Record<string, HealthCheck>>,
  notes: StatusNotes = () => Promise.resolve({}),
): Promise<Answer> {
  const [said, ...seen] = await Promise.all([
    within(notes(), (because) => ({ notes: `not known: ${because}` })),
    ...Object.entries(checks).map(async ([name, check]) => [name, await settled(check)] as const),
  ]);
  const ready = seen.every(([, { ok }]) => ok);
  return json(ready ? 200 : 503, { ready, ...said, dependencies: Object.fromEntries(seen) });
}

function settled(check: HealthCheck): Promise<Health> {
  return within((async () => check())(), (because) => ({ ok: false, because }));
}

/** @param failed what stands in its place when it does not come in time, or fails. */
async function within<T>(work: Promise<T>, failed: (because: string) => T): Promise<T> {
  const done = new AbortController();
  const late = sleep(CHECK_MS, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${CHECK_MS / 1000} s`);
  });
  // Cut short because the answer came first.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    return failed(messageOf(error));
  } finally {
    done.abort();
  }
}
