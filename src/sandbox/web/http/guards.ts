// Who may talk to the page's server: a browser on this machine that shows this very page, or a program on this machine.
// A site that someone visits meanwhile can reach loopback too, under its own name or by a form, and is turned away here.
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/u;

/** Whether the address that was asked for is loopback with this port: a name that an attacker made point here is not. */
export function isOurHost(host: string | undefined, port: number): boolean {
  const [, name = '', given = '80'] = /^(.+?)(?::(\d+))?$/u.exec(host ?? '') ?? [];
  return LOOPBACK.test(name.toLowerCase()) && Number(given) === port;
}

/** Whether a request that changes something, or a socket, comes from this page. Programs send no Origin. */
export function isOurOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** JSON alone: what a form of another site can send without being asked is none. */
export function isJson({ 'content-type': type = '' }: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(?:;|$)/iu.test(type);
}
