// What the page does not know how to draw is shown as what it is: its kind, and its JSON on demand. Never left out.
import type { VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import { textIn } from './json.ts';

interface UnknownProps {
  readonly what: 'block' | 'element' | 'part';
  readonly json: Json;
}

export function Unknown({ what, json }: UnknownProps): VNode {
  const type = textIn(json, 'type') || 'without a type';
  return (
    <details class="block-unknown">
      <summary>
        The sandbox cannot draw this {what}: <code class="block-code">{type}</code>
      </summary>
      <pre class="block-pre" tabIndex={0}>
        {JSON.stringify(json, null, 2)}
      </pre>
    </details>
  );
}
