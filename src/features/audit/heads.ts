// Heads that are written down outside of the database: one a line, with the time. Pure.
import type { PublishedHead } from './findings.ts';
import { headText, readHead } from './seal.ts';
import type { Head } from './seal.ts';

/** `2026-11-22T08:31:00.000Z 12:3f…` */
export function headLine(head: Head, at: Date): string {
  return `${at.toISOString()} ${headText(head)}`;
}

export interface ReadHeads {
  readonly heads: readonly PublishedHead[];
  /** Numbers of lines that hold no head, such as one that a crash cut short. */
  readonly unreadable: readonly number[];
}

export function readHeads(text: string): ReadHeads {
  const heads: PublishedHead[] = [];
  const unreadable: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const head = readHeadLine(line);
    if (head === null) unreadable.push(index + 1);
    else heads.push(head);
  }
  return { heads, unreadable };
}

/** Null where the line holds no head. */
export function readHeadLine(line: string): PublishedHead | null {
  const [at, text = ''] = line.trim().split(' ');
  const head = readHead(text);
  return head === null || at === undefined ? null : { ...head, at };
}
