// What the playbook says that currencies are worth, as a relation: currency, since (included), before (not included), rate.
import type { HistoryRules } from '#features/history/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { relation } from './tables.ts';

export function rates({ currency, rates: dated }: HistoryRules): Prisma.Sql {
  const foreign = [...dated].flatMap(([code, steps]) =>
    steps.map(({ from, rate }, index) => ({
      currency: code,
      since: from,
      before: steps[index + 1]?.from ?? 'infinity',
      rate,
    })),
  );
  const own = { currency, since: '-infinity', before: 'infinity', rate: 1 };
  return Prisma.sql`${relation('rate', [own, ...foreign], { currency: 'text', since: 'date', before: 'date', rate: 'numeric' })}`;
}
