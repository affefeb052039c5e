// Blocks as lines of plain text, buttons numbered in order. Draws what apps of this kind send; names what it cannot.
import { isJson } from '../slack/world/elements.ts';
import type { Json } from '../slack/world/wire.ts';
import { plainOf, shown } from './plain-text.ts';
import type { Names } from './plain-text.ts';

export interface ButtonOnCard {
  /** What is written on it, as a person reads it. */
  readonly label: string;
  readonly actionId: string;
  readonly value: string | undefined;
}

/** The buttons in the order of their numbers, which begin at 1. */
export function buttonsOf(blocks: readonly Json[]): readonly ButtonOnCard[] {
  return blocks.flatMap((block) =>
    [block['accessory'], ...listOf(block['elements'])].filter(isJson).filter(isButton).map(buttonFrom),
  );
}

/** What the menus behind three dots offer; each goes by its block, since many share an action. */
export function choicesOf(blocks: readonly Json[]): readonly ButtonOnCard[] {
  return blocks.flatMap((block) =>
    [block['accessory'], ...listOf(block['elements'])]
      .filter(isJson)
      .filter((element) => element['type'] === 'overflow')
      .flatMap((element) =>
        listOf(element['options'])
          .filter(isJson)
          .map((option) => ({
            ...buttonFrom(option),
            actionId: `${String(block['block_id'])}.${String(element['action_id'])}`,
          })),
      ),
  );
}

/** The blocks of one row of a list, whose ids begin with `row-` and its number. */
export function rowOf(blocks: readonly Json[], row: number): readonly Json[] {
  return blocks.filter(({ block_id: id }) => id === `row-${row}` || id === `row-${row}-actions`);
}

/** Rows of a list; 0 for a card. */
export function rowsIn(blocks: readonly Json[]): number {
  return blocks.filter(({ block_id: id }) => /^row-\d+$/u.test(String(id))).length;
}

/** One line an entry, none of them wrapped yet. */
export function linesOf(blocks: readonly Json[], names: Names): readonly string[] {
  const numbered = { next: 1 };
  return blocks.flatMap((block) => blockLines(block, names, numbered)).filter((line) => line.trim() !== '');
}

function blockLines(block: Json, names: Names, numbered: { next: number }): readonly string[] {
  const text = textOf(block['text'], names);
  // A row is pressed by its number, and its first line says whether there is anything to press.
  if (/^row-\d+/u.test(String(block['block_id'])))
    return text.split('\n').map((line, index) => (index === 0 ? line : `   ${line}`));
  switch (block['type']) {
    case 'header':
    case 'section':
    case 'markdown':
    case 'alert':
      return [...text.split('\n'), ...fieldLines(block, names), ...accessoryLine(block, numbered)];
    case 'context':
      return listOf(block['elements'])
        .filter(isJson)
        .map((element) => textOf(element, names).replaceAll('\n', ' '));
    case 'actions':
      return [
        listOf(block['elements'])
          .filter(isJson)
          .map((element) => drawn(element, numbered))
          .join(' '),
      ];
    case 'divider':
      return ['─────'];
    case 'input':
      return [`${textOf(block['label'], names)}: ${drawn(isJson(block['element']) ? block['element'] : {}, numbered)}`];
    default:
      return [`[${String(block['type'])}]`];
  }
}

function accessoryLine(block: Json, numbered: { next: number }): readonly string[] {
  return isJson(block['accessory']) ? [drawn(block['accessory'], numbered)] : [];
}

/** `Score 91`, a line a field: what is a line break there separates a label from its value. */
function fieldLines(block: Json, names: Names): readonly string[] {
  return listOf(block['fields'])
    .filter(isJson)
    .map((field) => textOf(field, names).replaceAll('\n', ' '));
}

function drawn(element: Json, numbered: { next: number }): string {
  if (isButton(element)) {
    const line = `[${numbered.next} ${buttonFrom(element).label}]`;
    numbered.next += 1;
    return line;
  }
  const options = listOf(element['options']).filter(isJson);
  if (options.length > 0) return options.map((option) => String(option['value'])).join(' | ');
  return `[${String(element['type'])}]`;
}

function buttonFrom(element: Json): ButtonOnCard {
  const text = isJson(element['text']) ? element['text']['text'] : '';
  const value = element['value'];
  return {
    label: shown(typeof text === 'string' ? text : ''),
    actionId: String(element['action_id']),
    value: typeof value === 'string' ? value : undefined,
  };
}

function textOf(value: unknown, names: Names): string {
  if (!isJson(value)) return typeof value === 'string' ? shown(value) : '';
  const text = typeof value['text'] === 'string' ? value['text'] : '';
  return value['type'] === 'mrkdwn' ? plainOf(text, names) : shown(text);
}

function isButton(element: Json): boolean {
  return element['type'] === 'button';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
