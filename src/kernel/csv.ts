// Lines of CSV as RFC 4180 has them, safe to open in a spreadsheet whoever wrote the texts in them.

type Cell = string | number | boolean | null;

/** One line, without its end. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(',');
}

/** What a spreadsheet would take for a formula is made text by an apostrophe. */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
