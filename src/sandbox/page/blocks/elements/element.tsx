// Draws any interactive element. What it does not know it shows as a box that says so.
import type { FunctionComponent, VNode } from 'preact';
import { textIn } from '../json.ts';
import { ImageElement } from '../picture.tsx';
import { Unknown } from '../unknown.tsx';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import type { ElementProps } from './element-props.ts';
import { Menu } from './menu.tsx';
import { Overflow } from './overflow.tsx';
import { Picker } from './pickers.tsx';
import { FeedbackButtons, FileInput, IconButton } from './small-elements.tsx';
import { TextInput } from './text-input.tsx';
import './elements.css';
import './menus.css';

const DRAWN = new Map<string, FunctionComponent<ElementProps>>([
  ['button', Button],
  ['workflow_button', Button],
  ['overflow', Overflow],
  ['radio_buttons', Choices],
  ['checkboxes', Choices],
  ['datepicker', Picker],
  ['timepicker', Picker],
  ['datetimepicker', Picker],
  ['plain_text_input', TextInput],
  ['email_text_input', TextInput],
  ['url_text_input', TextInput],
  ['number_input', TextInput],
  ['rich_text_input', TextInput],
  ['file_input', FileInput],
  ['feedback_buttons', FeedbackButtons],
  ['icon_button', IconButton],
  ['image', ({ element }) => <ImageElement image={element} size="small" />],
]);
for (const source of ['static', 'external', 'users', 'conversations', 'channels']) {
  DRAWN.set(`${source}_select`, Menu).set(`multi_${source}_select`, Menu);
}

/** Whether elements of this type are drawn as what they are; a box stands for any other. */
export function drawsElement(type: string): boolean {
  return DRAWN.has(type);
}

export function ElementView(props: ElementProps): VNode {
  const Drawn = DRAWN.get(textIn(props.element, 'type'));
  return Drawn === undefined ? <Unknown what="element" json={props.element} /> : <Drawn {...props} />;
}
