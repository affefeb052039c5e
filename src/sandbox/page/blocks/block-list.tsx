// Block Kit drawn as Slack draws it. What it does not know it shows as a box that says so.
import type { VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import type { Surface } from './surface.ts';

export interface BlockListProps {
  readonly blocks: readonly Json[];
  readonly surface: Surface;
}

export function BlockList({ blocks }: BlockListProps): VNode {
  return <pre>{JSON.stringify(blocks, null, 2)}</pre>;
}
