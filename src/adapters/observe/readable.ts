// Turns the log's JSON lines into lines for people. Only shape: what must not be shown is gone before.
import { z } from 'zod';
import type { DestinationStream } from 'pino';

const Line = z.looseObject({ time: z.string(), level: z.string(), message: z.string() });

/** `14:05:12 warn  Slack does not answer  channel=C1 error="timeout: ..."`, with the stack below. */
export function readable(destination: DestinationStream): DestinationStream {
  return {
    write(json) {
      const line = Line.parse(JSON.parse(json));
      const { time, level, message, ...fields } = line;
      const shown = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
      destination.write(
        `${time.slice(11, 19)} ${level.padEnd(5)} ${[message, ...shown].join('  ')}\n${stackOf(fields)}`,
      );
    },
  };
}

const Failure = z.looseObject({ name: z.string(), message: z.string(), stack: z.string().optional() });

function valueText(value: unknown): string {
  const failure = Failure.safeParse(value);
  if (failure.success) return JSON.stringify(`${failure.data.name}: ${failure.data.message}`);
  return JSON.stringify(value) ?? 'undefined';
}

function stackOf(fields: Readonly<Record<string, unknown>>): string {
  const stacks = Object.values(fields).map((value) => Failure.safeParse(value).data?.stack);
  return stacks
    .filter((stack) => stack !== undefined)
    .map((stack) => `${stack.split('\n').slice(1).join('\n')}\n`)
    .join('');
}
