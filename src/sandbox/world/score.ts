// The lead score that the company's own model in the CRM would give. Pure.
import type { Prospect } from './prospect.ts';
import type { Source } from './sources.ts';

/** Points for the number of employees, largest first. */
const BY_SIZE: readonly (readonly [above: number, points: number])[] = [
  [5000, 14],
  [1000, 12],
  [500, 10],
  [200, 6],
  [50, 3],
];
const BY_KIND: Readonly<Record<Prospect['kind'], number>> = {
  buyer: 0,
  nasty: 0,
  student: -20,
  free_mail: -12,
  competitor: -45,
};

/** From 1 to 99: how interested they showed themselves, how much they decide, how large their company is. */
export function scoreOf({ kind, level, company }: Prospect, source: Source, luck: number): number {
  const employees = company?.employees ?? 0;
  const size = BY_SIZE.find(([above]) => employees > above)?.[1] ?? 0;
  const sum = source.points + (level?.points ?? 0) + size + BY_KIND[kind] + luck;
  return Math.min(99, Math.max(1, sum));
}
