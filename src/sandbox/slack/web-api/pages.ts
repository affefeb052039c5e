// Cursors: opaque to the caller. In lists an offset, in histories the ts below which the next page begins, so that
// messages which arrive between two pages move nothing.
import type { Json } from '../world/wire.ts';
import { ApiError, optional } from './method.ts';
import type { Call } from './method.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly response_metadata: Json;
}

interface Size {
  readonly usual: number;
  readonly max: number;
}

/** The page that `cursor` and `limit` ask for. Throws `invalid_cursor`, `invalid_limit`. */
export function pageOf<T>(call: Call, all: readonly T[], size: Size): Page<T> {
  const start = Number(read(call, /^next:(\d+)$/u) ?? 0);
  const end = start + limitOf(call, size);
  return {
    items: all.slice(start, end),
    response_metadata: { next_cursor: end < all.length ? mint(`next:${end}`) : '' },
  };
}

/** The same for what comes newest first. */
export function pageBefore<T extends { readonly ts: string }>(call: Call, all: readonly T[], size: Size): Page<T> {
  const before = read(call, /^next_ts:(\d+\.\d+)$/u);
  const rest = before === undefined ? all : all.filter(({ ts }) => Number(ts) < Number(before));
  const items = rest.slice(0, limitOf(call, size));
  const last = items.at(-1)?.ts ?? '';
  return { items, response_metadata: { next_cursor: items.length < rest.length ? mint(`next_ts:${last}`) : '' } };
}

function limitOf(call: Call, { usual, max }: Size): number {
  const limit = Number(optional(call, 'limit') ?? usual);
  if (!Number.isInteger(limit) || limit < 1) throw new ApiError('invalid_limit');
  return Math.min(limit, max);
}

function mint(cursor: string): string {
  return Buffer.from(cursor).toString('base64');
}

function read(call: Call, shape: RegExp): string | undefined {
  const cursor = optional(call, 'cursor');
  if (cursor === undefined) return undefined;
  const match = shape.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new ApiError('invalid_cursor');
  return match[1];
}
