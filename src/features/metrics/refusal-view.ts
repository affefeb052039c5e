// Why a question was not answered, with questions that would be, to press.
import { actions, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { Refusal } from './answer.ts';

/** Numbered, because the actions of one block are told apart by their names. */
export const SUGGESTION_ACTIONS = {
  first: 'kpi.ask_1',
  second: 'kpi.ask_2',
  third: 'kpi.ask_3',
  fourth: 'kpi.ask_4',
  fifth: 'kpi.ask_5',
} as const;
const ACTIONS = Object.values(SUGGESTION_ACTIONS);
export const REFUSAL_ACTIONS = { list: 'kpi.list_all', build: 'kpi.build' } as const;

export function refusalMessage({ because, suggestions }: Refusal): Message {
  const shown = suggestions.slice(0, ACTIONS.length);
  const meant = shown.length === 0 ? '' : shown.length === 1 ? ' Did you mean this?' : ' Did you mean one of these?';
  const asked = ACTIONS.flatMap((action, index) => {
    const text = shown[index];
    return text === undefined || text.length > 1900 ? [] : [button({ action, text: labelOf(text), value: text })];
  });
  const others = [
    button({ action: REFUSAL_ACTIONS.build, text: 'Build a query' }),
    button({ action: REFUSAL_ACTIONS.list, text: 'All KPIs' }),
  ];
  return {
    text: `${because}${meant}`,
    blocks: [section(escape(`${because}${meant}`, 2900)), actions([...asked, ...others])],
  };
}

/** A comparison with the period before is understood without a word. */
function labelOf(question: string): string {
  return question.replace(/ vs (?:previous|none)$/u, '');
}
