// The sandbox for a test that needs a whole company around it: no rate limits, short waits, nothing in the CRMs yet.
import { startSandbox } from '#sandbox/start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';

/** Whoever starts it closes it. `baseline: true` brings the records from before the app came. */
export function aSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({
    baseline: false,
    ...options,
    slack: { rateLimits: 'off', redeliveryDelaysMs: [0, 20, 50], fileProcessingMs: 20, ...options.slack },
    hubspot: { limits: 'off', ...options.hubspot },
  });
}
