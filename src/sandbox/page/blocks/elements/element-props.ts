// What every element's component is given, and how it says what was chosen: entered in an input, pressed elsewhere.
import type { Json } from '#sandbox/web/protocol.ts';
import { textIn } from '../json.ts';
import type { Surface } from '../surface.ts';

/** The input block around an element: its label and sentences, for whoever cannot see where they stand. */
export interface Field {
  /** For the label's `for`. */
  readonly id: string;
  readonly labelId: string;
  /** Ids of the hint and the error. */
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly optional: boolean;
  /** Whether the app is told of each choice at once. */
  readonly dispatches: boolean;
}

export interface ElementProps {
  readonly element: Json;
  readonly blockId: string;
  readonly surface: Surface;
  /** Absent outside of an input block. */
  readonly field?: Field;
}

export function actionIdOf(element: Json): string {
  return textIn(element, 'action_id');
}

/** Whether what was pressed here waits for the app's answer. */
export function isBusy({ element, blockId, surface }: ElementProps): boolean {
  return surface.busy.has(`${blockId}.${actionIdOf(element)}`);
}

/** Hands on what was chosen, as the sandbox's control API takes it: a value, an id, a date, or a list; null for nothing. */
export function choose({ element, blockId, surface, field }: ElementProps, value: unknown): void {
  if (field === undefined) surface.press(blockId, actionIdOf(element), value);
  else surface.enter(blockId, actionIdOf(element), value);
}

/** Attributes that tie a control to its input block's label, hint and error. */
export function fieldAttributes(field: Field | undefined): Record<string, string | boolean | undefined> {
  if (field === undefined) return {};
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid,
    'aria-required': !field.optional,
  };
}
