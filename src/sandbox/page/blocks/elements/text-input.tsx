// Typed input: text, several lines, e-mail, address, number, rich text. Tells the app when its dispatch config says so.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { contentOf, heldBy, textHeld } from '../element-state.ts';
import { jsonIn, numberIn, textIn, textsIn, wordsIn } from '../json.ts';
import { actionIdOf, choose, fieldAttributes } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { richValue, richWords } from './rich-value.ts';

/** Which keys a telephone shows. */
const KEYS: Readonly<Record<string, 'email' | 'url' | 'numeric'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'numeric',
};
/** How near the end of its length a text says how much is left. */
const COUNT_FROM = 50;

export function TextInput(props: ElementProps): VNode {
  const { element, blockId, surface, field } = props;
  const [own, setOwn] = useState<string | null>(null);
  const type = textIn(element, 'type');
  const isRich = type === 'rich_text_input';
  const held = heldBy(element, blockId, surface.values);
  const text = own ?? (isRich ? richWords(contentOf(held)) : textHeld(held));
  const valueOf = (typed: string): unknown => (isRich ? richValue(typed) : typed === '' ? null : typed);
  const told = textsIn(jsonIn(element, 'dispatch_action_config'), 'trigger_actions_on');
  const tellsEach = told.includes('on_character_entered');
  const tells = field?.dispatches === true;
  const take = (typed: string): void => {
    const value = valueOf(typed);
    if (!tells || tellsEach) {
      choose(props, value);
    } else if (surface.keep === undefined) {
      setOwn(typed);
    } else {
      surface.keep(blockId, actionIdOf(element), value);
    }
  };
  const isLong = isRich || element['multiline'] === true;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || (isLong && !event.ctrlKey && !event.metaKey)) return;
    if (!tells || (told.length > 0 && !told.includes('on_enter_pressed'))) return;
    event.preventDefault();
    choose(props, valueOf(text));
    setOwn(null);
  };
  const max = numberIn(element, 'max_length');
  const left = max === undefined ? undefined : max - text.length;
  const attributes = {
    ...fieldAttributes(field),
    class: field?.invalid ? 'block-input block-invalid' : 'block-input',
    placeholder: wordsIn(element, 'placeholder'),
    ...(field === undefined ? { 'aria-label': wordsIn(element, 'placeholder') || 'Text' } : {}),
    autocomplete: 'off',
    ...(max === undefined ? {} : { maxLength: max }),
    value: text,
    onKeyDown,
  };
  return (
    <>
      {isLong ? (
        <textarea
          {...attributes}
          onInput={({ currentTarget }) => take(currentTarget.value)}
          rows={Math.max(3, numberIn(element, 'min_lines') ?? 3)}
        />
      ) : (
        <input
          {...attributes}
          type="text"
          inputMode={element['is_decimal_allowed'] === true ? 'decimal' : (KEYS[type] ?? 'text')}
          onInput={({ currentTarget }) => take(currentTarget.value)}
        />
      )}
      {left !== undefined && left <= COUNT_FROM && (
        <span class="block-count" role="status">
          {left} left
        </span>
      )}
    </>
  );
}
