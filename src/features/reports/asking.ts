// How reports ask: in the same words as people do, and without anybody's own rights, because many read the answer.
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { ask } from '#features/metrics/ask.ts';
import { readText } from '#features/metrics/ask-text.ts';
import type { AskTextDeps } from '#features/metrics/ask-text.ts';
import type { Asking } from './compose-digest.ts';

export function createAsking(deps: AskTextDeps): Asking {
  return {
    async understand(text, defaultPeriod) {
      const usual = await readText(deps, text, null, 'typed');
      // Of a conversion the newest period is too young to be counted: it has a usual one of its own.
      if (usual.kind === 'refused' || isConversion(deps, usual.question.kpi)) return usual;
      return readText({ ...deps, defaultPeriod }, text, null, 'typed');
    },
    ask: (question) => ask(deps, question, null),
  };
}

function isConversion({ playbook }: AskTextDeps, kpi: string): boolean {
  const metric = catalogue(playbook().playbook).find(({ id }) => id === kpi);
  return metric?.formula.kind === 'conversion';
}
