// Slack's mrkdwn as elements. Text of people and CRMs is only ever text here: nothing is set as HTML.
import type { VNode } from 'preact';
import type { Names } from './surface.ts';

export interface MrkdwnProps {
  readonly text: string;
  readonly names: Names;
}

export function Mrkdwn({ text }: MrkdwnProps): VNode {
  return <span>{text}</span>;
}
