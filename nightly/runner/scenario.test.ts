// Runs the one scenario that the runner names.
import { expect, inject, it } from 'vitest';
import type { Scenario } from './scenario.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absolute path of the scenario's file. */
    scenario: string;
    scenarioOptions: Readonly<Record<string, string>>;
  }
}

const { scenario } = (await import(/* @vite-ignore */ inject('scenario'))) as { readonly scenario: Scenario };

it(`${scenario.name} holds`, async () => {
  const run = scenario.run((line) => process.stdout.write(`${line}\n`), inject('scenarioOptions'));
  await expect(run).resolves.toBeUndefined();
});
