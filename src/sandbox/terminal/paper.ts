// Where the transcript is written: wraps, colours where the stream takes colours, and keeps a prompt below it in place.
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

export type Ink = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

export interface Paper {
  /** One line after the head, continued below its text where it is too long. `ink` colours the head alone. */
  entry(head: string, ink: Ink, text: string, textInk?: Ink): void;
  /** A line under the entry above it. */
  line(text: string, ink?: Ink): void;
  blank(): void;
}

export interface PaperDeps {
  readonly output: Writable & { readonly columns?: number; readonly isTTY?: boolean };
  /** Takes the prompt away before a line and brings it back after it. */
  readonly around?: { readonly before: () => void; readonly after: () => void };
}

const WIDEST = 110;
const NARROWEST = 40;
const INDENT = 4;

export function createPaper({ output, around }: PaperDeps): Paper {
  // Some terminals say that they have no columns at all; they do not know.
  const width = (): number => Math.max(NARROWEST, Math.min(WIDEST, output.columns || WIDEST));
  // styleText looks at the stream and at NO_COLOR by itself.
  const inked = (text: string, ink: Ink | undefined): string =>
    ink === undefined ? text : styleText(ink, text, { stream: output });

  function write(lines: readonly string[]): void {
    if (output.writableEnded || output.destroyed) return;
    around?.before();
    output.write(`${lines.join('\n')}\n`);
    around?.after();
  }

  return {
    entry(head, ink, text, textInk) {
      const [first = '', ...rest] = wrap(text, width() - INDENT, width() - head.length - 2);
      const lines = [`${inked(head, ink)}  ${inked(first, textInk)}`];
      write([...lines, ...rest.map((line) => `${' '.repeat(INDENT)}${inked(line, textInk)}`)]);
    },
    line(text, ink) {
      write(wrap(text, width() - INDENT).map((line) => `${' '.repeat(INDENT)}${inked(line, ink)}`));
    },
    blank: () => write(['']),
  };
}

/** Breaks between words, inside one only where it is longer than a line. `first` is the room on the first line. */
export function wrap(text: string, room: number, first: number = room): readonly string[] {
  return text.split('\n').flatMap((line, index) => wrapLine(line, room, index === 0 ? first : room));
}

function wrapLine(text: string, room: number, first: number): readonly string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ')) {
    const space = lines.length === 0 ? first : room;
    if (line === null) line = word;
    else if (line.length + 1 + word.length <= space) line = `${line} ${word}`;
    else {
      lines.push(line.trimEnd());
      line = word;
    }
    for (; line.length > room; line = line.slice(room)) lines.push(line.slice(0, room));
  }
  return [...lines, line ?? ''];
}
