// Asks a link whether it answers, the head of the page first, and follows it a few steps. Each step is checked before it is
// asked, by the address that is then connected to, so that no name and no redirect leads into the network around us.
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { messageOf } from '#kernel/errors.ts';
import type { LinkAnswer, Links } from '#ports/links.ts';
import { isInside } from './addresses.ts';

export interface LinkSettings {
  /** Whether addresses inside of the network may be asked. */
  readonly allowPrivate: boolean;
  /** For a link with all its redirects (default 5 s). */
  readonly withinMs?: number;
}

const WITHIN_MS = 5_000;
const REDIRECTS = 5;
const AGENT = 'Signalbox link check';

class Inside extends Error {}

export function createLinks({ allowPrivate, withinMs = WITHIN_MS }: LinkSettings): Links {
  return {
    async check(text) {
      const signal = AbortSignal.timeout(withinMs);
      let url = text;
      for (let step = 0; step <= REDIRECTS; step += 1) {
        const refusal = refuse(url, allowPrivate);
        if (refusal !== null) return refusal;
        const answer = await ask(new URL(url), allowPrivate, signal, withinMs);
        if ('kind' in answer) return answer;
        if (answer.location === null) return verdictOn(answer.status);
        if (!URL.canParse(answer.location, url))
          return broken(`It redirects to ${clipped(answer.location)}, which is no address`);
        url = new URL(answer.location, url).href;
      }
      return broken(`It redirects more than ${REDIRECTS} times`);
    },
  };
}

interface Head {
  readonly status: number;
  /** Where it redirects to; null: it does not. */
  readonly location: string | null;
}

/** Servers that know no HEAD, or answer it wrongly, are asked for the page, of which nothing is read. */
async function ask(url: URL, allowPrivate: boolean, signal: AbortSignal, withinMs: number): Promise<Head | LinkAnswer> {
  try {
    const head = await headOf(url, 'HEAD', allowPrivate, signal);
    return head.status < 400 ? head : await headOf(url, 'GET', allowPrivate, signal);
  } catch (error) {
    if (error instanceof Inside) return { kind: 'refused', because: error.message };
    if (signal.aborted) return broken(`It did not answer within ${withinMs / 1000} s`);
    return broken(inWords(error, url));
  }
}

function headOf(url: URL, method: 'HEAD' | 'GET', allowPrivate: boolean, signal: AbortSignal): Promise<Head> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      signal,
      agent: false,
      headers: { 'user-agent': AGENT, accept: '*/*' },
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    });
    asked.on('response', (response) => {
      const { statusCode = 0, headers } = response;
      const redirects = statusCode >= 300 && statusCode < 400 && headers.location !== undefined;
      resolve({ status: statusCode, location: redirects ? (headers.location ?? null) : null });
      response.destroy();
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Names that lead inside are refused; the connection goes to the very address that was looked at. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const inside = addresses.find(({ address }) => isInside(address));
    if (inside) return done(new Inside(`${hostname} is inside of the network, which is not asked`), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

/** Null where it may be asked. A host that is an address is never looked up, so it is looked at here. */
function refuse(text: string, allowPrivate: boolean): LinkAnswer | null {
  if (!URL.canParse(text)) return { kind: 'refused', because: 'It is no address' };
  const { protocol, hostname, username } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') {
    return { kind: 'refused', because: `It begins with ${clipped(protocol)} and not with https:// or http://` };
  }
  if (username !== '') return { kind: 'refused', because: 'It carries a user name' };
  const host = hostname.replaceAll(/^\[|\]$/gu, '');
  if (allowPrivate || isIP(host) === 0 || !isInside(host)) return null;
  return { kind: 'refused', because: `${host} is inside of the network, which is not asked` };
}

function verdictOn(status: number): LinkAnswer {
  return status >= 200 && status < 400 ? { kind: 'answers', status } : broken(`It answers with ${status}`);
}

function broken(because: string): LinkAnswer {
  return { kind: 'broken', because };
}

function inWords(error: unknown, { hostname }: URL): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOTFOUND') return `There is no host ${hostname}`;
  if (code === 'ECONNREFUSED') return `${hostname} takes no connection`;
  if (/CERT|SSL|TLS|ALTNAME/u.test(code)) return `The certificate of ${hostname} is not valid (${code})`;
  return `${hostname} cannot be reached: ${code === '' ? messageOf(error) : code}`;
}

function clipped(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
