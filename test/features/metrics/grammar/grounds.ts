// What the tests of the grammar read questions with: a still day, and a few values.
import type { Grounds } from '#features/metrics/grammar/context.ts';
import type { Dimension } from '#features/metrics/metric.ts';
import { aPlaybook } from '../../playbook/builders.ts';

/** A Sunday evening in Berlin. */
const NOW = new Date('2026-11-22T18:00:00Z');

export const VALUES: ReadonlyMap<Dimension, readonly string[]> = new Map<Dimension, readonly string[]>([
  ['source', ['Web', 'Paid Search', 'Webinar', 'LinkedIn Ads', 'A "quoted", one', 'vs', 'Acme (EU) & Co']],
  ['channel', ['webinar', 'paid']],
  ['country', ['DE', 'US', 'GB', 'FR']],
  ['owner', ['ana@acme.test', 'bo@acme.test']],
  ['segment', ['smb', 'enterprise']],
]);

const playbook = aPlaybook();

export function theGrounds(over: Partial<Grounds> = {}): Grounds {
  return { playbook, now: NOW, values: VALUES, ...over };
}
