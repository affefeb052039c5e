// What Slack itself says about an entry before it asks the app: too short, no address, no number, out of range. Pure.
import type { Json, StateValues } from '#sandbox/web/protocol.ts';
import { webAddress } from './address.ts';
import { heldBy, isEmpty, textHeld } from './element-state.ts';
import { jsonIn, jsonsIn, numberIn, textIn } from './json.ts';

/** Sentences by block_id for what cannot be submitted as it is; what was left empty is the server's to say. */
export function checkEntries(blocks: readonly Json[], values: StateValues): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of inputsIn(blocks)) {
    const element = jsonIn(block, 'element');
    const blockId = textIn(block, 'block_id');
    if (element === undefined) continue;
    const state = heldBy(element, blockId, values);
    const error = isEmpty(state) ? undefined : checkText(element, textHeld(state));
    if (error !== undefined) errors[blockId] = error;
  }
  return errors;
}

function inputsIn(blocks: readonly Json[]): readonly Json[] {
  return blocks.flatMap((block) => (block['type'] === 'input' ? [block] : inputsIn(jsonsIn(block, 'child_blocks'))));
}

function checkText(element: Json, text: string): string | undefined {
  switch (element['type']) {
    case 'plain_text_input': {
      const min = numberIn(element, 'min_length') ?? 0;
      return text.length < min ? `Please enter at least ${min} characters.` : undefined;
    }
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return webAddress(text) === null ? 'Please enter a valid URL, such as https://example.com.' : undefined;
    case 'number_input':
      return checkNumber(element, text);
  }
  return undefined;
}

function checkNumber(element: Json, text: string): string | undefined {
  const number = Number(text);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/u.test(text.trim())) return 'Please enter a number.';
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  const [min, max] = [textIn(element, 'min_value'), textIn(element, 'max_value')];
  if (min !== '' && number < Number(min)) return `Please enter a number of at least ${min}.`;
  return max !== '' && number > Number(max) ? `Please enter a number of at most ${max}.` : undefined;
}
