// Dates and times. The browser's own pickers, which follow the person's language and the keyboard.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { contentOf, heldBy } from '../element-state.ts';
import { textIn, wordsIn } from '../json.ts';
import { useConfirm } from './confirm.tsx';
import { choose, fieldAttributes, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { instantOf, wallTime } from './wall-time.ts';

const KINDS = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;
const LABELS = { datepicker: 'Date', timepicker: 'Time', datetimepicker: 'Date and time' } as const;

export function Picker(props: ElementProps): VNode {
  const { element, blockId, surface, field } = props;
  const { timezone } = surface.names;
  const isTyping = useRef(false);
  const { ask, question } = useConfirm(element, surface);
  const type = textIn(element, 'type') as keyof typeof KINDS;
  const content = contentOf(heldBy(element, blockId, surface.values));
  const held = type === 'datetimepicker' && typeof content === 'number' ? wallTime(content, timezone) : content;
  const shown = typeof held === 'string' ? held : '';
  const take = (wall: string): void => {
    isTyping.current = false;
    if (wall === shown || isBusy(props)) return;
    const value = type === 'datetimepicker' ? instantOf(wall, timezone) : wall;
    ask(() => choose(props, wall === '' ? null : value));
  };
  // While digits are typed the browser reports years such as 0002; what was typed counts when it is left or Enter is pressed.
  return (
    <>
      <input
        {...fieldAttributes(field)}
        class={field?.invalid ? 'block-picker block-invalid' : 'block-picker'}
        type={KINDS[type]}
        value={shown}
        aria-label={field === undefined ? wordsIn(element, 'placeholder') || LABELS[type] : undefined}
        aria-busy={isBusy(props)}
        title={type === 'datetimepicker' ? timezone : undefined}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') take(currentTarget.value);
          else if (key !== 'Tab') isTyping.current = true;
        }}
        onPointerDown={() => {
          isTyping.current = false;
        }}
        onChange={({ currentTarget }) => {
          if (!isTyping.current) take(currentTarget.value);
        }}
        onBlur={({ currentTarget }) => take(currentTarget.value)}
      />
      {question}
    </>
  );
}
