// Who may ask the app over HTTP: whoever holds the token, and not more often than a program needs. Knows no question.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MINUTE_MS } from '#kernel/time.ts';
import { refusal } from './exchange.ts';
import type { Answer } from './exchange.ts';

export interface ApiDeps {
  /** What a caller sends as `Authorization: Bearer …`. */
  readonly token: string;
  readonly now: () => Date;
  /** Default 120. */
  readonly perMinute?: number;
}

/** Refuses a caller, or lets it pass with null. */
export type Admit = (headers: IncomingHttpHeaders) => Answer | null;

const PER_MINUTE = 120;

/** Calls with a wrong token count as well: guessing is no quicker than asking. */
export function createAdmission({ token, now, perMinute = PER_MINUTE }: ApiDeps): Admit {
  const expected = digest(token);
  let minute = 0;
  let calls = 0;
  return ({ authorization = '' }) => {
    const at = now().getTime();
    const current = Math.floor(at / MINUTE_MS);
    if (current !== minute) [minute, calls] = [current, 0];
    calls += 1;
    if (calls > perMinute) {
      const seconds = String(Math.ceil((MINUTE_MS - (at % MINUTE_MS)) / 1000));
      return refusal(429, 'rate_limited', `at most ${perMinute} calls a minute`, { 'retry-after': seconds });
    }
    const sent = /^Bearer\s+(\S+)$/iu.exec(authorization)?.[1] ?? '';
    // Digests are of one length, so the comparison takes as long whatever was sent.
    if (timingSafeEqual(digest(sent), expected)) return null;
    const because = 'send the token of API_TOKEN as Authorization: Bearer';
    return refusal(401, 'unauthorized', because, { 'www-authenticate': 'Bearer realm="signalbox"' });
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
