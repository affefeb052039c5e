// The app's options for an external menu, as choices. Refuses what is no answer, so that the menu can say so.
import type { Acted, Json } from '#sandbox/web/protocol.ts';
import { isJson, jsonsIn, textIn, wordsIn } from './json.ts';
import type { Choice } from './surface.ts';

/** Throws an Error where the app did not answer with options. */
export function suggestionsIn(acted: Acted): readonly Choice[] {
  if (acted.kind !== 'acknowledged' || !isJson(acted.response)) throw new Error('the app suggested nothing');
  const { response } = acted;
  const groups = jsonsIn(response, 'option_groups').flatMap((group) => {
    return jsonsIn(group, 'options').map((option) => choiceOf(option, wordsIn(group, 'label')));
  });
  return [...jsonsIn(response, 'options').map((option) => choiceOf(option)), ...groups];
}

function choiceOf(option: Json, group?: string): Choice {
  const description = wordsIn(option, 'description');
  return {
    value: textIn(option, 'value'),
    label: wordsIn(option, 'text'),
    ...(description === '' ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
}
