// Amounts as CRMs send them, and as we write them: decimals with two digits.

/** `25000` and `"25000.0"` as `25000.00`; null for nothing, and for what is no number. */
export function decimalOf(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  const amount = Number(value);
  return Number.isFinite(amount) ? amount.toFixed(2) : null;
}
