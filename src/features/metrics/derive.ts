// One cell of a derived KPI: its formula over the cells of its inputs.
import { compileFormula, type FormulaText } from '#features/playbook/formulas.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { cell, unknown, type Cell } from './cells.ts';
import { constantsOf } from './constants.ts';
import type { Slot } from './slots.ts';

export interface DerivedPart {
  readonly name: string;
  /** Of the KPI, for people. */
  readonly label: string;
  readonly required: boolean;
  readonly cell: Cell;
}

export function deriveCell(expression: string, parts: readonly DerivedPart[], playbook: Playbook, slot: Slot): Cell {
  const known = {
    sample: parts.length === 0 ? 0 : Math.min(...parts.map((part) => part.cell.sample)),
    rows: Math.max(0, ...parts.map((part) => part.cell.rows)),
    unrated: Math.max(0, ...parts.map((part) => part.cell.unrated)),
    unratedAlone: parts.some((part) => part.cell.unratedAlone),
    immature: Math.max(0, ...parts.map((part) => part.cell.immature)),
  };
  const missing = parts.find((part) => part.cell.value === null);
  if (missing) return unknown(`${missing.label}: ${missing.cell.because ?? 'it is not known.'}`, known);
  const needed = parts.find((part) => part.required && part.cell.rows === 0);
  if (needed) return unknown(`${needed.label}: nothing is known of it in these days.`, known);
  const values = Object.fromEntries(parts.map((part) => [part.name, part.cell.value ?? 0]));
  const constants = constantsOf(playbook, slot);
  const value = formulaOf(expression, [...Object.keys(values), ...Object.keys(constants)]).value({
    ...constants,
    ...values,
  });
  return Number.isFinite(value) ? cell(value, known) : unknown(divisionByNothing(parts), known);
}

function divisionByNothing(parts: readonly DerivedPart[]): string {
  const noughts = [...new Set(parts.filter((part) => part.cell.value === 0).map(({ label }) => label))];
  return noughts.length === 0
    ? 'It divides by nothing.'
    : `It divides by nothing: ${noughts.join(' and ')} ${noughts.length === 1 ? 'is' : 'are'} 0.`;
}

const compiled = new Map<string, FormulaText>();

/** Formulas were checked when the playbook was loaded, and those of the catalogue by a test. */
function formulaOf(expression: string, names: readonly string[]): FormulaText {
  const key = `${expression} ${names.join(' ')}`;
  const known = compiled.get(key);
  if (known) return known;
  const outcome = compileFormula(expression, new Set(names));
  if (outcome.kind === 'refused')
    throw new RangeError(`${expression}: ${outcome.problems[0]?.message ?? 'is no formula'}`);
  compiled.set(key, outcome.formula);
  return outcome.formula;
}
