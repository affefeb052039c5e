// What every block's component is given.
import type { Json } from '#sandbox/web/protocol.ts';
import { textIn } from './json.ts';
import type { Surface } from './surface.ts';

export interface BlockProps {
  readonly block: Json;
  readonly surface: Surface;
}

export function blockIdOf(block: Json): string {
  return textIn(block, 'block_id');
}
