// Where faults of listeners end: logged once, told once to the person, never thrown at Bolt or Slack.
import { isTransient, Fault } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Log } from '#ports/log.ts';
import { sdkFault } from './errors.ts';
import type { Guard } from './listener-book.ts';
import { sentenceFor } from './sentences.ts';
import { tellPrivately } from './tell.ts';
import type { Acted } from './tell.ts';

const EXPECTED: ReadonlySet<string> = new Set(['invalid_input', 'not_found', 'refused']);

export function createGuard(log: Log): Guard {
  return (listener, handler) => async (args) => {
    const acted = args as Acted;
    const { ack } = acted;
    let acked = ack === undefined;
    const watched = async (answer?: unknown): Promise<void> => {
      acked = true;
      await ack?.(answer);
    };
    try {
      await handler(ack === undefined ? args : { ...args, ack: watched });
    } catch (error) {
      await confess(log.with({ listener, user: acted.context.userId }), acted, acked, sdkFault(error));
    }
  };
}

async function confess(log: Log, acted: Acted, acked: boolean, error: unknown): Promise<void> {
  const reference = newCorrelationId().slice(0, 8);
  report(log, error, reference);
  // An event is nobody's request: there is no one who waits for an answer.
  if (acted.ack === undefined) return;
  const told = await tellPrivately(acted, sentenceFor(error, reference), acked);
  if (!told) log.warn('nobody could be told that a listener failed', { reference });
}

function report(log: Log, error: unknown, reference: string): void {
  if (error instanceof Fault && EXPECTED.has(error.code)) log.info('a listener was refused', { error, reference });
  else if (isTransient(error)) log.warn('a listener could not finish', { error, reference });
  else log.error('a listener failed', { error, reference });
}
