// Draws any interactive element. What it does not know it shows as a box that says so.
import type { FunctionComponent, VNode } from 'preact';
import { textIn } from '../json.ts';
import { Unknown } from '../unknown.tsx';
import { Button } from './button.tsx';
import type { ElementProps } from './element-props.ts';
import './elements.css';

const DRAWN = new Map<string, FunctionComponent<ElementProps>>([
  ['button', Button],
  ['workflow_button', Button],
]);

export function ElementView(props: ElementProps): VNode {
  const Drawn = DRAWN.get(textIn(props.element, 'type'));
  return Drawn === undefined ? <Unknown what="element" json={props.element} /> : <Drawn {...props} />;
}
