// A section: text, fields in two columns, and one thing beside them. And rows of elements: actions, context_actions.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { blockIdOf } from './block-props.ts';
import type { BlockProps } from './block-props.ts';
import { ElementView } from './elements/element.tsx';
import { jsonIn, jsonsIn } from './json.ts';
import { ImageElement } from './picture.tsx';
import { TextView } from './text-view.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

export function Section({ block, surface }: BlockProps): VNode {
  const fields = jsonsIn(block, 'fields');
  const accessory = jsonIn(block, 'accessory');
  return (
    <div class="block-section">
      <div class="block-section-text">
        <TextView text={jsonIn(block, 'text')} surface={surface} />
        {fields.length > 0 && (
          <div class="block-fields">
            {fields.map((field) => (
              <TextView text={field} surface={surface} />
            ))}
          </div>
        )}
      </div>
      {accessory?.['type'] === 'image' && <ImageElement image={accessory} size="small" />}
      {accessory !== undefined && accessory['type'] !== 'image' && (
        <div class="block-accessory">
          <ElementView element={accessory} blockId={blockIdOf(block)} surface={surface} />
        </div>
      )}
    </div>
  );
}

export function Actions({ block, surface }: BlockProps): VNode {
  const row = useRef<HTMLDivElement>(null);
  useKeptFocus(row);
  return (
    <div ref={row} class="block-actions">
      {jsonsIn(block, 'elements').map((element) => (
        <ElementView
          key={String(element['action_id'])}
          element={element}
          blockId={blockIdOf(block)}
          surface={surface}
        />
      ))}
    </div>
  );
}
