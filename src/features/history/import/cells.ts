// What a cell says: days, instants, amounts, numbers, yes and no. Refuses what could mean two things.
import { startOfDay } from '#features/people/calendar.ts';
import { parseMoney } from '#kernel/money.ts';
import type { CellKind } from './column.ts';

export type Reading =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly because: string };

const YES = new Set(['true', 'yes', 'y', '1', 't', 'won', 'x']);
const NO = new Set(['false', 'no', 'n', '0', 'f', 'lost', 'open']);
const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const WALL = /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?<part>\.\d+)?)?$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})$/u;

/** @param zone in which days begin, and times without a zone are. */
export function readCell(kind: CellKind, text: string, zone: string): Reading {
  switch (kind) {
    case 'text':
      return value(text);
    case 'instant':
      return readInstant(text, zone);
    case 'day':
      return readDay(text, zone);
    case 'amount':
      return readAmount(text);
    case 'count':
      return /^\d{1,9}(\.0*)?$/u.test(text) ? value(Number(text)) : refused(`“${text}” is no whole number`);
    case 'flag':
      return readFlag(text);
  }
}

function readInstant(text: string, zone: string): Reading {
  if (DAY.test(text)) return begun(text, zone);
  if (INSTANT.test(text)) {
    const at = new Date(
      text
        .replace(' ', 'T')
        .replace(/\s*UTC$/u, 'Z')
        .replace(/\s+/gu, '')
        .replace(/([+-]\d{2})(\d{2})$/u, '$1:$2'),
    );
    return Number.isNaN(at.getTime()) ? refused(`“${text}” is no instant`) : value(at);
  }
  const parts = WALL.exec(text)?.groups;
  if (parts) {
    const start = begun(parts['day'] ?? '', zone);
    if (start.kind === 'refused' || !(start.value instanceof Date)) return start;
    return value(wallTime(parts['day'] ?? '', parts, zone));
  }
  return refused(
    `“${text}” is no day and no instant: write it like 2026-12-31, 2026-12-31 14:05 or 2026-12-31T14:05:00Z`,
  );
}

function readDay(text: string, zone: string): Reading {
  if (DAY.test(text)) {
    const start = begun(text, zone);
    return start.kind === 'refused' ? start : value(text);
  }
  const read = readInstant(text, zone);
  if (read.kind === 'refused' || !(read.value instanceof Date))
    return refused(`“${text}” is no day: write it like 2026-12-31`);
  return value(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(read.value));
}

function begun(day: string, zone: string): Reading {
  try {
    return value(startOfDay(zone, day));
  } catch {
    return refused(`there is no day ${day}`);
  }
}

/** A time on a clock in the zone, found by the offset that the zone has then. */
function wallTime(day: string, parts: Readonly<Record<string, string | undefined>>, zone: string): Date {
  const { hour = '0', minute = '0', second = '0', part = '' } = parts;
  const asUtc = Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:${second.padStart(2, '0')}${part.slice(0, 4)}Z`);
  const guess = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(guess, zone));
}

function offsetAt(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(ms / 1000) * 1000
  );
}

function readAmount(text: string): Reading {
  if (/^\d{1,14}(\.\d+)?$/u.test(text)) return value(text);
  if (text.startsWith('-')) return refused(`“${text}” is below zero`);
  const money = parseMoney(text);
  return money.kind === 'money' ? value(money.amount) : refused(money.because);
}

function readFlag(text: string): Reading {
  const word = text.toLowerCase();
  if (YES.has(word)) return value(true);
  if (NO.has(word)) return value(false);
  return refused(`“${text}” is neither yes nor no: write true or false`);
}

function value(read: unknown): Reading {
  return { kind: 'value', value: read };
}

function refused(because: string): Reading {
  return { kind: 'refused', because };
}
