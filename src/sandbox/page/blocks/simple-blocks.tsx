// Blocks that only show: header, divider, context, alert, markdown, file.
import type { VNode } from 'preact';
import type { BlockProps } from './block-props.ts';
import { jsonIn, jsonsIn, textIn } from './json.ts';
import { ImageElement } from './picture.tsx';
import { plainWords, TextView } from './text-view.tsx';
import { Unknown } from './unknown.tsx';

export function Header({ block }: BlockProps): VNode {
  return <h3 class="block-header block-words">{plainWords(jsonIn(block, 'text'))}</h3>;
}

export function Divider(): VNode {
  return <hr class="block-divider" />;
}

export function Context({ block, surface }: BlockProps): VNode {
  return (
    <div class="block-context">
      {jsonsIn(block, 'elements').map((element) => {
        const type = element['type'];
        if (type === 'image') return <ImageElement image={element} size="tiny" />;
        if (type === 'mrkdwn' || type === 'plain_text') return <TextView text={element} surface={surface} />;
        return <Unknown what="element" json={element} />;
      })}
    </div>
  );
}

const ALERT_SIGNS = new Map<string, string>(Object.entries({ info: 'i', warning: '!', error: '!', success: '✓' }));

export function Alert({ block, surface }: BlockProps): VNode {
  const level = textIn(block, 'level') || 'default';
  return (
    <div class={`block-alert block-alert-${level}`} role={level === 'error' ? 'alert' : 'status'}>
      <span class="block-alert-sign" role="img" aria-label={level === 'default' ? 'note' : level}>
        {ALERT_SIGNS.get(level) ?? 'i'}
      </span>
      <TextView text={jsonIn(block, 'text')} surface={surface} />
    </div>
  );
}

/** Standard Markdown, which is another language than mrkdwn; the page shows it as it was written, and says so. */
export function Markdown({ block }: BlockProps): VNode {
  return (
    <figure class="block-source">
      <figcaption>Markdown, which Slack would format</figcaption>
      <pre class="block-pre">{textIn(block, 'text')}</pre>
    </figure>
  );
}

export function File({ block }: BlockProps): VNode {
  return (
    <div class="block-box">
      <strong>File</strong>
      <span class="block-words">
        {textIn(block, 'external_id')} ({textIn(block, 'source')})
      </span>
    </div>
  );
}
