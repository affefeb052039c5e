// Texts that people and programs left in a CRM, in a form that PostgreSQL keeps: without NUL and halves of characters.

/** The same value; a copy only where something had to go. */
export function storable<Value>(value: Value): Value {
  if (typeof value === 'string') return storableText(value) as Value;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const items = value.map(storable);
    return items.every((item, index) => item === value[index]) ? value : (items as Value);
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, inner, storable(inner)] as const);
  if (entries.every(([, before, after]) => before === after)) return value;
  return Object.fromEntries(entries.map(([key, , after]) => [key, after])) as Value;
}

function storableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '');
}
