import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLog, logFile } from '#adapters/observe/log.ts';
import { redactText } from '#adapters/observe/redact.ts';
import { Fault } from '#kernel/errors.ts';

function aLog(options: { pretty?: boolean } = {}) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) }, ...options });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

describe('the log', () => {
  it('writes a static message with fields, a line each', () => {
    const { log, last } = aLog();
    log.with({ crm: 'hubspot' }).info('webhook stored', { events: 3, at: new Date(0), none: undefined });
    expect(last()).toEqual({
      time: expect.any(String),
      level: 'info',
      message: 'webhook stored',
      crm: 'hubspot',
      events: 3,
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('hides fields that are secret by name, however deep', () => {
    const { log, lines } = aLog();
    const secrets = {
      SLACK_BOT_TOKEN: 'a1',
      headers: { Authorization: 'b2', 'set-cookie': ['c3'], 'x-hubspot-signature': 'd4' },
      nested: [{ clientSecret: 'e5', private_key: 'f6', password: 'g7', response_url: 'h8' }],
    };
    log.with({ apiKey: 'i9' }).warn('secrets', secrets);
    expect(lines[0]).not.toMatch(/a1|b2|c3|d4|e5|f6|g7|h8|i9/u);
  });

  it('tells an error with its causes', () => {
    const { log, last } = aLog();
    const cause = new Error('invalid token xoxb-1-2-abc', { cause: { status: 401 } });
    log.error('failed', { error: new Fault('unauthorized', 'Slack refuses', { cause, retryAfterMs: 5 }) });
    expect(last()['error']).toMatchObject({
      name: 'Fault',
      code: 'unauthorized',
      message: 'Slack refuses',
      retryAfterMs: 5,
      stack: expect.stringContaining('log.test.ts'),
      cause: { name: 'Error', message: 'invalid token [hidden]', cause: { status: 401 } },
    });
  });

  it('survives what cannot be written', () => {
    const { log, last } = aLog();
    const loop: Record<string, unknown> = { big: 10n, call: () => 1 };
    loop['self'] = loop;
    log.info('odd', { loop, bytes: Buffer.from('abc'), nothing: null });
    expect(last()).toMatchObject({ message: 'odd', bytes: '[3 bytes]', nothing: null, loop: { big: '10' } });
  });

  it('is readable when asked', () => {
    const { log, lines } = aLog({ pretty: true });
    log.warn('no answer', { channel: 'C1', error: new Error('reset') });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}no answer {2}channel="C1" {2}error="Error: reset"\n {4}at /u);
  });
});

describe('a log that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('ends nothing: the disk may be full', () => {
    const log = createLog({ level: 'info', destination: logFile('/dev/full') });
    expect(() => {
      for (let line = 0; line < 200; line += 1) log.info('more than is kept', { text: 'x'.repeat(1000) });
    }).not.toThrow();
  });
});

describe('redaction of texts', () => {
  it.each([
    { text: 'token xapp-1-A-2-bc was refused', safe: 'token [hidden] was refused' },
    { text: 'pat-eu1-01234567-89ab', safe: '[hidden]' },
    { text: 'Authorization: Bearer abcdefgh12345', safe: 'Authorization: Bearer [hidden]' },
    { text: 'session 00D000000000001!AQ.x_y', safe: 'session [hidden]' },
    { text: 'postgresql://box:pa55@db:5432/x', safe: 'postgresql://box:[hidden]@db:5432/x' },
    { text: 'https://hooks.slack.com/actions/T1/2/3', safe: 'https://hooks.slack.com/[hidden]' },
    { text: 'POST /webhooks/salesforce/outbound/s3cret', safe: 'POST /webhooks/salesforce/outbound/[hidden]' },
    { text: 'Contact jane.doe+x@acme.test exists', safe: 'Contact …@acme.test exists' },
    { text: 'Contact jürgen.łoś@müller.test exists', safe: 'Contact …@müller.test exists' },
    { text: 'a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- z', safe: 'a [hidden] z' },
  ])('turns $text into $safe', ({ text, safe }) => {
    expect(redactText(text)).toBe(safe);
  });
});
