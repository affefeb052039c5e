import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config.ts';
import type { Environment } from '#config.ts';
import { Fault } from '#kernel/errors.ts';
import { renderEnvExample, SETTINGS } from '#settings.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing' };
const HUBSPOT = { HUBSPOT_ACCESS_TOKEN: 'pat-1' };
const SALESFORCE = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com/',
  SALESFORCE_CLIENT_ID: 'client',
  SALESFORCE_CLIENT_SECRET: 'secret',
};

const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const folder = mkdtempSync(join(tmpdir(), 'signalbox-config-'));
const keyFile = join(folder, 'salesforce.key');
writeFileSync(keyFile, pem);
afterAll(() => rmSync(folder, { recursive: true }));

function real(environment: Environment) {
  const read = readConfig(environment);
  if (read.kind !== 'real') throw new Error('expected a real configuration');
  return read.config;
}

function problems(environment: Environment): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_configured') return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('the sandbox', () => {
  it('starts with no setting at all, in its own data folder', () => {
    expect(readConfig({})).toEqual({
      kind: 'sandbox',
      config: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: null,
        logLevel: 'info',
        dataDir: resolve('data/sandbox'),
        playbook: resolve('playbook.yaml'),
        dryRun: false,
        linkCheckPrivate: false,
        apiToken: null,
        sandboxPort: 3030,
      },
    });
  });

  it('takes the app’s own settings, port 0 among them', () => {
    const read = readConfig({
      PORT: '0',
      SANDBOX_PORT: '4040',
      LOG_LEVEL: 'silent',
      DATA_DIR: '/tmp/box',
      SLACK_BOT_TOKEN: ' ',
    });
    expect(read).toMatchObject({
      kind: 'sandbox',
      config: { port: 0, sandboxPort: 4040, logLevel: 'silent', dataDir: '/tmp/box/sandbox' },
    });
  });

  it.each(
    Object.entries(SETTINGS)
      .filter(([name, { group }]) => name === 'DATABASE_URL' || (group !== 'App' && group !== 'Database'))
      .map(([name]) => ({ name })),
  )('never starts when $name is set', ({ name }) => {
    expect(problems({ [name]: 'https://something.test' })).toContain('The settings do not work yet');
  });
});

describe('a real configuration', () => {
  it('needs Slack and one CRM', () => {
    expect(real({ ...SLACK, ...HUBSPOT })).toMatchObject({
      slack: {
        botToken: 'xoxb-1',
        apiUrl: 'https://slack.com/api/',
        inbound: { kind: 'http', signingSecret: 'signing' },
      },
      hubspot: { accessToken: 'pat-1', baseUrl: 'https://api.hubapi.com', clientSecret: null },
      salesforce: null,
      databaseUrl: null,
      dataDir: resolve('data'),
    });
    expect(real({ ...SLACK, ...SALESFORCE })).toMatchObject({
      hubspot: null,
      salesforce: {
        loginUrl: 'https://acme.my.salesforce.com',
        grant: { kind: 'client_credentials', clientSecret: 'secret' },
        webhookSecret: null,
      },
    });
  });

  it('uses Socket Mode when an app token is set, without a signing secret', () => {
    const config = real({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/api',
      ...HUBSPOT,
    });
    expect(config.slack).toEqual({
      botToken: 'xoxb-1',
      apiUrl: 'http://127.0.0.1:1/api/',
      inbound: { kind: 'socket', appToken: 'xapp-1' },
    });
  });

  it.each([
    { when: 'as text', key: pem },
    { when: 'as text with escaped line ends', key: pem.replaceAll('\n', '\\n') },
    { when: 'as a file', key: keyFile },
  ])('takes the Salesforce key $when', ({ key }) => {
    const { SALESFORCE_CLIENT_SECRET: _, ...rest } = SALESFORCE;
    const config = real({ ...SLACK, ...rest, SALESFORCE_USERNAME: 'box@acme.test', SALESFORCE_PRIVATE_KEY: key });
    expect(config.salesforce?.grant).toEqual({ kind: 'jwt', username: 'box@acme.test', privateKey: pem.trim() });
  });
});

describe('what is missing or wrong', () => {
  it('is named all at once, with where to find it', () => {
    const said = problems({ HUBSPOT_CLIENT_SECRET: 's', SALESFORCE_CLIENT_ID: 'c', PORT: '99999', LOG_LEVEL: 'loud' });
    expect(said.split('\n')).toEqual([
      'The settings do not work yet:',
      '  - PORT must be a whole number from 0 to 65535',
      '  - LOG_LEVEL must be one of debug, info, warn, error, silent',
      expect.stringContaining('SLACK_BOT_TOKEN is missing: find it in api.slack.com/apps'),
      expect.stringContaining('SLACK_SIGNING_SECRET is missing, or SLACK_APP_TOKEN for Socket Mode: find it in'),
      expect.stringContaining('HUBSPOT_ACCESS_TOKEN is missing: find it in HubSpot'),
      expect.stringContaining('SALESFORCE_LOGIN_URL is missing: find it in Salesforce'),
      expect.stringContaining(
        'SALESFORCE_CLIENT_SECRET is missing, or SALESFORCE_USERNAME with SALESFORCE_PRIVATE_KEY',
      ),
      'To run the sandbox instead, leave out every Slack, CRM and DATABASE_URL setting.',
    ]);
  });

  it.each([
    { when: 'no CRM is set', set: SLACK, says: 'no CRM is set' },
    {
      when: 'the bot token is a user’s',
      set: { ...SLACK, ...HUBSPOT, SLACK_BOT_TOKEN: 'xoxp-1' },
      says: 'must start with xoxb-',
    },
    {
      when: 'the app token is something else',
      set: { ...SLACK, ...HUBSPOT, SLACK_APP_TOKEN: 'A1' },
      says: 'must start with xapp-',
    },
    {
      when: 'the database is another',
      set: { ...SLACK, ...HUBSPOT, DATABASE_URL: 'mysql://x/y' },
      says: 'DATABASE_URL is not an address such as postgresql://',
    },
    {
      when: 'the public address is none',
      set: { ...SLACK, ...HUBSPOT, PUBLIC_URL: 'acme' },
      says: 'PUBLIC_URL is not an address',
    },
    {
      when: 'the key file does not exist',
      set: {
        ...SLACK,
        ...SALESFORCE,
        SALESFORCE_CLIENT_SECRET: '',
        SALESFORCE_USERNAME: 'u',
        SALESFORCE_PRIVATE_KEY: '/nowhere/key',
      },
      says: 'ENOENT',
    },
    {
      when: 'the key is no key',
      set: {
        ...SLACK,
        ...SALESFORCE,
        SALESFORCE_CLIENT_SECRET: '',
        SALESFORCE_USERNAME: 'u',
        SALESFORCE_PRIVATE_KEY: '-----BEGIN nonsense',
      },
      says: 'not a PEM private key',
    },
    {
      when: 'Salesforce has two ways to sign in',
      set: { ...SLACK, ...SALESFORCE, SALESFORCE_PRIVATE_KEY: pem },
      says: 'leave one of them out',
    },
  ])('is said when $when', ({ set, says }) => {
    expect(problems(set)).toContain(says);
  });

  it('never repeats a secret', () => {
    expect(problems({ ...SLACK, SLACK_BOT_TOKEN: 'xoxp-very-secret' })).not.toContain('very-secret');
    const { SALESFORCE_CLIENT_SECRET: _, ...rest } = SALESFORCE;
    const headless = { SALESFORCE_USERNAME: 'u', SALESFORCE_PRIVATE_KEY: 'MIIEvQvery-secret\nMIIEmore-secret' };
    expect(problems({ ...SLACK, ...rest, ...headless })).toMatch(/PRIVATE_KEY cannot be used(?!.*-secret)/s);
  });
});

describe('.env.example', () => {
  it('is the table of settings', async () => {
    await expect(renderEnvExample()).toMatchFileSnapshot('../.env.example');
  });
});

describe('failpoints', () => {
  const env = { ...SLACK, ...HUBSPOT, FAILPOINTS: 'outbox.called=kill@3' };

  it('are armed in tests', () => {
    expect(real({ ...env, NODE_ENV: 'test' }).failpoints).toEqual([
      { point: 'outbox.called', detail: null, action: 'kill', at: 3 },
    ]);
  });

  it('are none unless asked for', () => {
    expect(real({ ...SLACK, ...HUBSPOT }).failpoints).toEqual([]);
  });

  it.each([undefined, 'production', 'development'])('are refused with NODE_ENV %s', (mode) => {
    expect(problems({ ...env, NODE_ENV: mode })).toContain('FAILPOINTS makes the app fail on purpose');
  });

  it('are refused when they name no place', () => {
    expect(problems({ ...env, NODE_ENV: 'test', FAILPOINTS: 'nowhere=kill' })).toContain('“nowhere=kill”');
  });
});
