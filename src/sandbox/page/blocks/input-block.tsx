// An input block: label, element, hint, and below them the sentence of whoever did not take what was entered.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { blockIdOf } from './block-props.ts';
import type { BlockProps } from './block-props.ts';
import { ElementView } from './elements/element.tsx';
import { jsonIn } from './json.ts';
import { plainWords } from './text-view.tsx';
import { Unknown } from './unknown.tsx';

export function Input({ block, surface }: BlockProps): VNode {
  const id = useId();
  const element = jsonIn(block, 'element');
  if (element === undefined) return <Unknown what="block" json={block} />;
  const blockId = blockIdOf(block);
  const error = surface.errors[blockId];
  const hint = plainWords(jsonIn(block, 'hint'));
  const optional = block['optional'] === true;
  const described = [error === undefined ? '' : `${id}-error`, hint === '' ? '' : `${id}-hint`].filter(Boolean);
  const field = {
    id: `${id}-field`,
    labelId: `${id}-label`,
    describedBy: described.length === 0 ? undefined : described.join(' '),
    invalid: error !== undefined,
    optional,
    dispatches: block['dispatch_action'] === true,
  };
  const isGroup = element['type'] === 'radio_buttons' || element['type'] === 'checkboxes';
  const words = (
    <>
      {plainWords(jsonIn(block, 'label'))}
      {optional && <span class="block-optional"> (optional)</span>}
    </>
  );
  return (
    <div class="block-field" data-invalid={error !== undefined} data-focus={element['focus_on_load'] === true}>
      {isGroup ? (
        <span id={field.labelId} class="block-label">
          {words}
        </span>
      ) : (
        <label id={field.labelId} for={field.id} class="block-label">
          {words}
        </label>
      )}
      <ElementView element={element} blockId={blockId} surface={surface} field={field} />
      {error !== undefined && (
        <p id={`${id}-error`} class="block-error">
          {error}
        </p>
      )}
      {hint !== '' && (
        <p id={`${id}-hint`} class="block-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
