// How reports ask: in the same words as people do, and without anybody's own rights, because many read the answer.
import { ask } from '#features/metrics/ask.ts';
import { readText } from '#features/metrics/ask-text.ts';
import type { AskTextDeps } from '#features/metrics/ask-text.ts';
import type { Asking } from './compose-digest.ts';

export function createAsking(deps: AskTextDeps): Asking {
  return {
    understand: (text, defaultPeriod) => readText({ ...deps, defaultPeriod }, text, null, 'typed'),
    ask: (question) => ask(deps, question, null),
  };
}
