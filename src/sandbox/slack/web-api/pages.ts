// Cursors: opaque to the caller, an offset to us.
import { ApiError, optional } from './method.ts';
import type { Call } from './method.ts';
import type { Json } from '../world/wire.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly response_metadata: Json;
}

/** The page that `cursor` and `limit` ask for. Throws `invalid_cursor`, `invalid_limit`. */
export function pageOf<T>(call: Call, all: readonly T[], size: { usual: number; max: number }): Page<T> {
  const limit = Number(optional(call, 'limit') ?? size.usual);
  if (!Number.isInteger(limit) || limit < 1) throw new ApiError('invalid_limit');
  const start = offsetOf(optional(call, 'cursor'));
  const end = start + Math.min(limit, size.max);
  const next = end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: all.slice(start, end), response_metadata: { next_cursor: next } };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^next:(\d+)$/u.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new ApiError('invalid_cursor');
  return Number(match[1]);
}
