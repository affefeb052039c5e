// When a report comes next, for people.

/** `Next on Monday, 30 November 2026 at 09:00 (Europe/Berlin).` */
export function whenText({ timezone }: { readonly timezone: string }, next: Date | null): string {
  if (next === null) return 'It never comes again.';
  const written = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: timezone });
  return `Next on ${written.format(next)} (${timezone}).`;
}
