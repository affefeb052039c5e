// What a failure says to the person whose click or command ended in it. Plain words, and no more than they can use.
import { Fault } from '#kernel/errors.ts';
import type { FaultCode } from '#kernel/errors.ts';

const SENTENCES: Readonly<Record<FaultCode, (fault: Fault, reference: string) => string>> = {
  invalid_input: inItsOwnWords,
  not_found: inItsOwnWords,
  refused: inItsOwnWords,
  conflict: (fault) => `${inItsOwnWords(fault)} Nothing was changed. Please look again.`,
  not_configured: (fault) => `This is not set up yet: ${inItsOwnWords(fault)} Please tell an admin.`,
  unauthorized: notAllowed,
  forbidden: notAllowed,
  rate_limited: (fault) => `Too much is going on right now. Please try again in ${waitText(fault.retryAfterMs)}.`,
  timeout: noAnswer,
  unavailable: noAnswer,
  internal: (_, reference) => defect(reference),
};

/** @param reference Names the log line, for failures that only the log explains. */
export function sentenceFor(error: unknown, reference: string): string {
  return error instanceof Fault ? SENTENCES[error.code](error, reference) : defect(reference);
}

function inItsOwnWords({ message }: Fault): string {
  const text = message.trim();
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/u.test(sentence) ? sentence : `${sentence}.`;
}

function notAllowed(fault: Fault): string {
  return `Signalbox is not allowed to do this: ${inItsOwnWords(fault)} Please tell an admin.`;
}

function noAnswer(fault: Fault): string {
  return fault.ambiguous
    ? `${inItsOwnWords(fault)} It may have worked all the same, so please look before you try again.`
    : `${inItsOwnWords(fault)} Nothing was changed. Please try again in a minute.`;
}

function defect(reference: string): string {
  return `Something went wrong on our side, and it may not have worked. Please tell an admin; in the log it is ${reference}.`;
}

function waitText(ms: number | undefined): string {
  const seconds = Math.max(1, Math.ceil((ms ?? 60_000) / 1000));
  if (seconds === 1) return 'a second';
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
