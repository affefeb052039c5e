// The buttons of a message, with what they stand for.

export interface SeenButton {
  readonly action: string;
  readonly value: string;
}

export function buttonsIn(blocks: unknown): readonly SeenButton[] {
  if (Array.isArray(blocks)) return blocks.flatMap(buttonsIn);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const inside = Object.values(blocks).flatMap(buttonsIn);
  if (!('action_id' in blocks) || !('value' in blocks)) return inside;
  return [{ action: String(blocks.action_id), value: String(blocks.value) }, ...inside];
}
