// Feedback and icon buttons below an app's answer, and the box where a file would be put.
import type { VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import { jsonIn, textIn, textsIn } from '../json.ts';
import { plainWords } from '../text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { actionIdOf, choose, isBusy } from './element-props.ts';
import type { ElementProps } from './element-props.ts';
import { contentOf, heldBy } from '../element-state.ts';

export function FeedbackButtons(props: ElementProps): VNode {
  const { element, blockId, surface } = props;
  const chosen = contentOf(heldBy(element, blockId, surface.values));
  const button = (which: 'positive_button' | 'negative_button', sign: string): VNode => {
    const json = jsonIn(element, which);
    const value = textIn(json, 'value');
    const words = plainWords(jsonIn(json, 'text'));
    return (
      <button
        type="button"
        class="block-button block-icon-button"
        aria-label={textIn(json, 'accessibility_label') || words}
        aria-pressed={chosen !== null && chosen === value}
        aria-busy={isBusy(props)}
        title={words}
        onClick={() => choose(props, value)}
      >
        <span class="block-button-words" aria-hidden="true">
          {sign}
        </span>
      </button>
    );
  };
  return (
    <span class="block-feedback" role="group" aria-label="Feedback">
      {button('positive_button', '👍')}
      {button('negative_button', '👎')}
    </span>
  );
}

/** Slack has one icon so far. */
const ICONS = new Map([['trash', '🗑']]);

/** Shown to everybody, or to those alone whom the app names. */
export function IconButton(props: ElementProps): VNode | null {
  const { element, blockId, surface } = props;
  const { ask, question } = useConfirm(element, surface);
  const visibleTo = textsIn(element, 'visible_to_user_ids');
  const { self } = surface.names;
  if (visibleTo.length > 0 && self !== undefined && !visibleTo.includes(self)) return null;
  const words = plainWords(jsonIn(element, 'text'));
  const busy = isBusy(props);
  return (
    <>
      <button
        type="button"
        class="block-button block-icon-button"
        aria-label={textIn(element, 'accessibility_label') || words}
        aria-busy={busy}
        aria-disabled={busy}
        title={words}
        onClick={() => !busy && ask(() => surface.press(blockId, actionIdOf(element), element['value']))}
      >
        <span class="block-button-words" aria-hidden="true">
          {ICONS.get(textIn(element, 'icon')) ?? words}
        </span>
      </button>
      {question}
    </>
  );
}

export function FileInput({ element, field }: ElementProps): VNode {
  return (
    <div
      id={field?.id}
      class="block-file-input"
      role="group"
      aria-labelledby={field?.labelId}
      aria-describedby={field?.describedBy}
    >
      Here a file could be added{fileTypes(element)}. The sandbox takes no uploads.
    </div>
  );
}

function fileTypes(element: Json): string {
  const types = textsIn(element, 'filetypes');
  return types.length === 0 ? '' : ` (${types.join(', ')})`;
}
