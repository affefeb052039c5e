// Radio buttons and checkboxes, whose options may have mrkdwn and a description.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { chosenValues, heldBy } from '../element-state.ts';
import { jsonIn, jsonsIn, textIn } from '../json.ts';
import { TextView } from '../text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { choose, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';

export function Choices(props: ElementProps): VNode {
  const { element, blockId, surface, field } = props;
  const group = useId();
  const { ask, question } = useConfirm(element, surface);
  const isRadio = element['type'] === 'radio_buttons';
  const chosen = chosenValues(heldBy(element, blockId, surface.values));
  const options = jsonsIn(element, 'options');
  const pick = (value: string, checked: boolean): void => {
    const others = chosen.filter((each) => each !== value);
    ask(() => choose(props, isRadio ? value : checked ? [...others, value] : others));
  };
  return (
    <div
      class={field?.invalid ? 'block-choices block-invalid' : 'block-choices'}
      role={isRadio ? 'radiogroup' : 'group'}
      aria-labelledby={field?.labelId}
      aria-label={field === undefined ? 'Choices' : undefined}
      aria-describedby={field?.describedBy}
      aria-busy={isBusy(props)}
    >
      {options.length === 0 && <span class="block-hint">There is nothing to choose.</span>}
      {options.map((option, index) => {
        const value = textIn(option, 'value');
        const isChosen = chosen.includes(value);
        return (
          <label key={value} class="block-choice">
            <input
              id={index === 0 ? field?.id : undefined}
              type={isRadio ? 'radio' : 'checkbox'}
              name={group}
              // A question may be answered with no: the box shows what is held, not what was clicked.
              checked={isChosen}
              onChange={({ currentTarget }) => {
                const { checked } = currentTarget;
                currentTarget.checked = isChosen;
                pick(value, checked);
              }}
            />
            <span>
              <TextView text={jsonIn(option, 'text')} surface={surface} inline />
              {option['description'] !== undefined && (
                <small class="block-choice-about">
                  <TextView text={jsonIn(option, 'description')} surface={surface} inline />
                </small>
              )}
            </span>
          </label>
        );
      })}
      {question}
    </div>
  );
}
