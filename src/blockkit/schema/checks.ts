// The small language that Block Kit's schema is written in. A check reports problems in Slack's wording and never throws.

/** Takes one problem: Slack's words without the pointer, and the JSON pointer it belongs to. */
export type Report = (message: string, at: string) => void;
export type Check = (value: unknown, at: string, report: Report) => void;
export type Fields = Readonly<Record<string, Check>>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as Slack prints it in its errors: strings bare, anything else as JSON. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A string of `min` (1 unless told) to `max` characters. */
export function string(max = Infinity, min = 1): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') return report('must be a string', at);
    if (value.length < min) return report(`must be more than ${min - 1} characters`, at);
    if (value.length > max) report(`must be less than ${max + 1} characters`, at);
  };
}

export function matching(pattern: RegExp, wording: string): Check {
  return (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(wording, at);
  };
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, at, report) => {
    if (!allowed.includes(value)) report(`failed to match allowed values: ${JSON.stringify(allowed)}`, at);
  };
}

export const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report('must be a boolean', at);
};

export function integer(min: number, max: number): Check {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report('must be an integer', at);
    if (value < min) return report(`must be greater than or equal to ${min}`, at);
    if (value > max) report(`must be less than or equal to ${max}`, at);
  };
}

export const finite: Check = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report('must be a number', at);
};

export const anything: Check = () => {};

export function list(item: Check, { min = 1, max = Infinity }: { min?: number; max?: number } = {}): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report('must be an array', at);
    if (value.length < min) report(`no less than ${min} items required`, at);
    if (value.length > max) report(`no more than ${max} items allowed`, at);
    value.forEach((entry, index) => item(entry, `${at}/${index}`, report));
  };
}

/** An object with exactly these fields; anything else is an `invalid additional property`. */
export function object(required: Fields, optional: Fields = {}): Check {
  return (value, at, report) => {
    if (!isRecord(value)) return report('must provide an object', at);
    for (const field of Object.keys(required)) {
      if (value[field] === undefined) report(`missing required field: ${field}`, at);
    }
    for (const [field, content] of Object.entries(value)) {
      if (content === undefined) continue;
      const check = required[field] ?? optional[field];
      if (check) check(content, `${at}/${field}`, report);
      else report(`invalid additional property: ${field}`, at);
    }
  };
}

/** An object told apart by its `type`; each variant checks the whole object. */
export function variants(byType: Readonly<Record<string, Check>>): Check {
  return (value, at, report) => {
    if (!isRecord(value)) return report('must provide an object', at);
    if (value['type'] === undefined) return report('missing required field: type', at);
    const type = shown(value['type']);
    const check = Object.hasOwn(byType, type) ? byType[type] : undefined;
    if (check) check(value, at, report);
    else report(`unsupported type: ${type}`, `${at}/type`);
  };
}

/** Runs several checks on the same value. */
export function all(...checks: readonly Check[]): Check {
  return (value, at, report) => {
    for (const check of checks) check(value, at, report);
  };
}

/** At least one of these fields must be there. */
export function anyField(...fields: readonly string[]): Check {
  return (value, at, report) => {
    if (isRecord(value) && fields.every((field) => value[field] === undefined)) {
      report(`missing required field: ${fields.join(' or ')}`, at);
    }
  };
}

/** Looked up when it runs, for blocks that hold blocks. */
export function later(check: () => Check): Check {
  return (value, at, report) => check()(value, at, report);
}
