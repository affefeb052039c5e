// What must not reach a log: secrets by the name of their field or by how they look, and the person behind an e-mail
// address. CRMs repeat addresses in their error texts; the domain alone is enough to find the cause.
import { Fault } from '#kernel/errors.ts';

const DEPTH = 6;
const ENTRIES = 100;
const HIDDEN = '[hidden]';

/** Compared with a field's name in lower case without separators. */
const SECRET_NAME =
  /(?:token|secret|password|passphrase|authorization|cookie|privatekey|apikey|signature|assertion|credential|databaseurl|responseurl)$/u;

/** Names that end like a secret and are none. */
const HARMLESS = /^(?:cursor|page|next|has)/u;

const SECRET_SHAPES: readonly { readonly shape: RegExp; readonly shown: string }[] = [
  { shape: /-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(?:-----END [^-]*PRIVATE KEY-----|$)/gu, shown: HIDDEN },
  { shape: /\bx(?:ox[a-z]|app)-[\w-]+/gu, shown: HIDDEN },
  { shape: /\bpat-[a-z]{2,4}\d-[\w-]+/gu, shown: HIDDEN },
  { shape: /\b00D[\w]{12,15}![\w.]+/gu, shown: HIDDEN },
  { shape: /\b(?<scheme>Bearer|Basic)\s+[\w.~+/=-]{8,}/giu, shown: `$<scheme> ${HIDDEN}` },
  { shape: /(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gu, shown: HIDDEN },
  { shape: /(?<=hooks\.slack\.com\/)\S+/gu, shown: HIDDEN },
  { shape: /(?<=\/webhooks\/salesforce\/outbound\/)[^\s/?"']+/gu, shown: HIDDEN },
  { shape: /[\p{L}\p{N}_.+%'-]+@(?=[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/gu, shown: '…@' },
];

/** The text without secrets and without the local part of e-mail addresses. */
export function redactText(text: string): string {
  return SECRET_SHAPES.reduce((safe, { shape, shown }) => safe.replace(shape, shown), text);
}

/** A copy fit for the log: secrets hidden, errors with their chain of causes, nothing endless. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (depth >= DEPTH) return '[deeper]';
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, ENTRIES).map((entry) => redact(entry, depth + 1));
  const safe: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value).slice(0, ENTRIES)) {
    safe[name] = isSecret(name) && entry !== null && entry !== undefined ? HIDDEN : redact(entry, depth + 1);
  }
  return safe;
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    message: redactText(error.message),
    ...(code === undefined ? {} : { code: redact(code, depth + 1) }),
    ...(error instanceof Fault && error.retryAfterMs !== undefined ? { retryAfterMs: error.retryAfterMs } : {}),
    ...(error instanceof Fault && error.ambiguous ? { ambiguous: true } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1) } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

function isSecret(name: string): boolean {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  return SECRET_NAME.test(bare) && !HARMLESS.test(bare);
}
