// Puts a playbook's text in force: checked as a whole, then stored as a version so that decisions can name it.
import { createHash } from 'node:crypto';
import { Fault } from '#kernel/errors.ts';
import type { Clock } from '#ports/clock.ts';
import type { ActivePlaybook } from './active.ts';
import { parsePlaybook } from './parse.ts';
import { describeProblems } from './problems.ts';
import type { Playbook } from './schema.ts';
import type { PlaybookVersionStore } from './store.ts';

/** @throws Fault `not_configured` that lists every problem with line and column. */
export function readPlaybook(text: string, file: string): Playbook {
  const parsed = parsePlaybook(text);
  if (parsed.kind === 'valid') return parsed.playbook;
  throw new Fault('not_configured', `The playbook has problems:\n${describeProblems(parsed.problems, file, text)}`);
}

export interface StoreDeps {
  readonly versions: PlaybookVersionStore;
  readonly clock: Clock;
}

export async function storePlaybook(
  { versions, clock }: StoreDeps,
  text: string,
  playbook: Playbook,
): Promise<ActivePlaybook> {
  const hash = createHash('sha256').update(text).digest('hex');
  return { playbook, version: await versions.store(text, hash, clock.now()) };
}
