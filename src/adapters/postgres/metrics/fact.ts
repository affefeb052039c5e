// What a kind of rows looks like to the compiler: where it comes from, which instants put a row into a span, what can be
// added up, and by what it can be grouped. Pieces of SQL, never values: those are parameters.
import type { Dimension } from '#features/metrics/metric.ts';
import type { Reading, Span } from '#features/metrics/store.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';

type Sql = Prisma.Sql;

/** What pieces of SQL may depend on beside their row. */
export interface Env {
  readonly reading: Reading;
  readonly now: Date;
  readonly spans: readonly Span[];
  /** The instant that is asked by; null: the state at the end of the span. */
  readonly at: string | null;
  /** Dimensions that are grouped or filtered by. */
  readonly uses: ReadonlySet<Dimension>;
  /** The end of the row's span, or now where that is earlier. Good only where `spanned` holds. */
  readonly end: Sql;
}

type Piece = (env: Env) => Sql;

interface Spanned {
  readonly sql: Piece;
  /** It differs from span to span (`s`), so each row is looked at once a span; `state`: where states are asked for. */
  readonly spanned?: 'always' | 'state';
}

export interface ValueSql extends Spanned {
  /** Amounts in a currency without a rate. */
  readonly unrated?: Sql;
}

export interface DimensionSql {
  /** Columns of the row that rows are first grouped by. */
  readonly raws: readonly Sql[];
  /** How people call it, from those columns. */
  named(raws: readonly Sql[], reading: Reading): Sql;
  /** The same for rows that are grouped already, where joining (`join`, to groups `g`) costs less than looking up. */
  readonly grouped?: { readonly join: Sql; named(raws: readonly Sql[], reading: Reading): Sql };
  /** Rows whose name passes. */
  matching(test: NameTest, reading: Reading): Sql;
}

export interface NameTest {
  /** A condition on a name. */
  readonly sql: (name: Sql) => Sql;
  /** The same, for names that are known here. */
  passes(name: string): boolean;
  /** Set where these are the only names that pass. */
  readonly values: readonly string[] | null;
}

/** A row as people see it behind a number. */
interface RecordSql {
  /** JSON: list of { crm, object, id }. */
  readonly refs: Sql;
  readonly name: Sql;
  readonly owner: Sql;
  readonly source: (reading: Reading) => Sql;
  readonly company: Sql;
  /** Tells rows apart that counted at the same instant. */
  readonly id: Sql;
}

export interface FactSql {
  readonly from: Sql;
  /** In place of `from`, where a row may lie in several spans in part: one row a span that it lies in, with that as `s`. */
  readonly bySpan: Piece | null;
  /** Rows that count at all: not gone, no twins. */
  readonly counts: Sql;
  readonly instants: Readonly<Record<string, Sql>>;
  /** Since when a row is there; where states at the end of a span are asked for. Null: it has no states. */
  readonly born: Sql | null;
  readonly values: Readonly<Record<string, ValueSql>>;
  readonly conditions: Readonly<Record<string, Spanned>>;
  readonly dimensions: Readonly<Partial<Record<Dimension, DimensionSql>>>;
  readonly compared: Readonly<Partial<Record<'employees' | 'amount', Sql>>>;
  readonly record: RecordSql;
}
