// How the past is written in Salesforce: instants and countries.
import { stamp } from '../../../salesforce/org.ts';
import { COUNTRIES } from '../../countries.ts';

export function countryName(country: string | null): string | null {
  return country === null ? null : (COUNTRIES[country]?.name ?? country);
}

const stamps = new Map<number, string>();

/** An instant as Salesforce writes it; the same text for the same one, of which there are many. */
export function time(at: number): string {
  const known = stamps.get(at);
  if (known !== undefined) return known;
  if (stamps.size > 50_000) stamps.clear();
  const text = stamp(new Date(at));
  stamps.set(at, text);
  return text;
}
