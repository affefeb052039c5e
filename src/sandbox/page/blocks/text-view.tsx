// A text object of Block Kit: plain text as it is, mrkdwn as elements.
import type { VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import { withEmoji } from './emoji.ts';
import { textIn } from './json.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import type { Surface } from './surface.ts';

interface TextViewProps {
  readonly text: Json | undefined;
  readonly surface: Surface;
  readonly inline?: boolean;
}

export function TextView({ text, surface, inline = false }: TextViewProps): VNode | null {
  if (text === undefined) return null;
  if (text['type'] === 'mrkdwn') {
    return <Mrkdwn text={textIn(text, 'text')} names={surface.names} inline={inline} goes={surface} />;
  }
  const words = plainWords(text);
  return inline ? <span class="block-words">{words}</span> : <div class="block-words">{words}</div>;
}

/** What a plain_text object says, its emoji names replaced unless it says `emoji: false`. */
export function plainWords(text: Json | undefined): string {
  return text?.['emoji'] === false ? textIn(text, 'text') : withEmoji(textIn(text, 'text'));
}
