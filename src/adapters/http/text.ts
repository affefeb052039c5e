// Text as a CRM sends it, fit to be kept. Changes no character that a person could see.

/** Without NUL, which PostgreSQL cannot store, and with U+FFFD for half a surrogate pair, which JSON columns refuse. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
