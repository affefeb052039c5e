// The only reader of process.env: what is set, whether it is enough, and whether this is the sandbox or the real thing.
// All problems are reported at once; nothing is guessed where a setting is missing.
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { readFailpoints } from '#kernel/failpoints.ts';
import type { Strike } from '#kernel/failpoints.ts';
import { isCrm, isReal, SETTINGS, whereToFind } from './settings.ts';
import type { SettingName } from './settings.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** What the sandbox needs as well. Paths are absolute. */
interface AppConfig {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | null;
  readonly logLevel: LogLevel;
  readonly dataDir: string;
  readonly playbook: string;
  /** Nothing is written to a CRM or announced. */
  readonly dryRun: boolean;
  /** Whether links of campaigns may lead inside of the network. */
  readonly linkCheckPrivate: boolean;
  readonly apiToken: string | null;
}

export interface SandboxConfig extends AppConfig {
  /** Of the page in the browser; 0 for any free one. */
  readonly sandboxPort: number;
}

interface SlackConfig {
  readonly botToken: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  readonly inbound:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
}

export interface HubSpotConfig {
  readonly accessToken: string;
  readonly baseUrl: string;
  /** Null: webhooks are refused, the poller does it all. */
  readonly clientSecret: string | null;
}

export interface SalesforceConfig {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly grant:
    | { readonly kind: 'client_credentials'; readonly clientSecret: string }
    /** `privateKey` is PEM. */
    | { readonly kind: 'jwt'; readonly username: string; readonly privateKey: string };
  /** Null: pushes are refused, the poller does it all. */
  readonly webhookSecret: string | null;
}

export interface Config extends AppConfig {
  readonly slack: SlackConfig;
  /** At least one of the two is set. */
  readonly hubspot: HubSpotConfig | null;
  readonly salesforce: SalesforceConfig | null;
  /** Null: embedded, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Only ever armed by a test of ours; no setting that anybody is offered. */
  readonly failpoints: readonly Strike[];
}

export type Environment = Readonly<Record<string, string | undefined>>;
type Values = Partial<Record<SettingName, string>>;
type YesNo = 'DRY_RUN' | 'LINK_CHECK_PRIVATE';
type Defaulted = 'PORT' | 'SANDBOX_PORT' | 'HOST' | 'LOG_LEVEL' | 'DATA_DIR' | 'PLAYBOOK' | YesNo;

/** Adds what a `.env` file in the working folder says; what the environment says itself has precedence. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * Reads and checks all settings; an empty one counts as not set. The sandbox only runs when no Slack, CRM or
 * DATABASE_URL setting is there at all. Throws Fault `not_configured` whose message lists every problem, a line each.
 */
export function readConfig(
  environment: Environment = process.env,
): { readonly kind: 'sandbox'; readonly config: SandboxConfig } | { readonly kind: 'real'; readonly config: Config } {
  const values = valuesOf(environment);
  const problems: string[] = [];
  const sandbox = !namesOf(values).some(isReal);
  const app = readApp(values, problems);
  const sandboxPort = readPort(values, 'SANDBOX_PORT', problems);
  const slack = sandbox ? null : readSlack(values, problems);
  const hubspot = readHubSpot(values, problems);
  const salesforce = readSalesforce(values, problems);
  const databaseUrl = readUrl(values, 'DATABASE_URL', problems, /^postgres(?:ql)?:$/u);
  const failpoints = readFailpoints(environment, problems);
  if (!sandbox && !namesOf(values).some((name) => isCrm(name))) {
    problems.push('no CRM is set: HUBSPOT_ACCESS_TOKEN or SALESFORCE_CLIENT_ID is needed, one of them is enough');
  }
  if (problems.length > 0 || (!sandbox && slack === null)) throw unusable(problems, sandbox);
  if (slack === null)
    return { kind: 'sandbox', config: { ...app, dataDir: join(app.dataDir, 'sandbox'), sandboxPort } };
  return { kind: 'real', config: { ...app, slack, hubspot, salesforce, databaseUrl, failpoints } };
}

function readApp(values: Values, problems: string[]): AppConfig {
  const port = readPort(values, 'PORT', problems);
  const level = z.enum(LOG_LEVELS).safeParse(valueOf(values, 'LOG_LEVEL'));
  if (!level.success) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  return {
    host: valueOf(values, 'HOST'),
    port,
    publicUrl: readUrl(values, 'PUBLIC_URL', problems)?.replace(/\/+$/u, '') ?? null,
    logLevel: level.data ?? 'info',
    dataDir: resolve(valueOf(values, 'DATA_DIR')),
    playbook: resolve(valueOf(values, 'PLAYBOOK')),
    dryRun: readYesNo(values, 'DRY_RUN', problems),
    linkCheckPrivate: readYesNo(values, 'LINK_CHECK_PRIVATE', problems),
    apiToken: readApiToken(values, problems),
  };
}

function readApiToken({ API_TOKEN: token }: Values, problems: string[]): string | null {
  if (token && !/^\S{24,}$/u.test(token)) problems.push('API_TOKEN must have at least 24 characters, no space');
  return token ?? null;
}

function readYesNo(values: Values, name: YesNo, problems: string[]): boolean {
  const value = z.stringbool({ truthy: ['true'], falsy: ['false'] }).safeParse(valueOf(values, name));
  if (!value.success) problems.push(`${name} must be true or false`);
  return value.data ?? false;
}

function readPort(values: Values, name: 'PORT' | 'SANDBOX_PORT', problems: string[]): number {
  const port = z.coerce.number().int().min(0).max(65_535).safeParse(valueOf(values, name));
  if (!port.success) problems.push(`${name} must be a whole number from 0 to 65535`);
  return port.data ?? 0;
}

function readSlack(values: Values, problems: string[]): SlackConfig | null {
  const apiUrl = readUrl(values, 'SLACK_API_URL', problems)?.replace(/\/?$/u, '/') ?? null;
  const botToken = needed(values, 'SLACK_BOT_TOKEN', problems);
  if (botToken !== null && !botToken.startsWith('xoxb-')) {
    problems.push(`SLACK_BOT_TOKEN must start with xoxb-: ${whereToFind('SLACK_BOT_TOKEN')}`);
  }
  const appToken = values.SLACK_APP_TOKEN;
  if (appToken !== undefined && !appToken.startsWith('xapp-')) {
    problems.push(`SLACK_APP_TOKEN must start with xapp-: ${whereToFind('SLACK_APP_TOKEN')}`);
  }
  const signingSecret =
    appToken === undefined
      ? needed(values, 'SLACK_SIGNING_SECRET', problems, 'or SLACK_APP_TOKEN for Socket Mode')
      : (values.SLACK_SIGNING_SECRET ?? null);
  if (botToken === null || apiUrl === null) return null;
  if (appToken !== undefined) return { botToken, apiUrl, inbound: { kind: 'socket', appToken } };
  if (signingSecret === null) return null;
  return { botToken, apiUrl, inbound: { kind: 'http', signingSecret } };
}

function readHubSpot(values: Values, problems: string[]): HubSpotConfig | null {
  if (!namesOf(values).some((name) => SETTINGS[name].group === 'HubSpot')) return null;
  const accessToken = needed(values, 'HUBSPOT_ACCESS_TOKEN', problems);
  const baseUrl = readUrl(values, 'HUBSPOT_BASE_URL', problems);
  if (accessToken === null || baseUrl === null) return null;
  return { accessToken, baseUrl: baseUrl.replace(/\/+$/u, ''), clientSecret: values.HUBSPOT_CLIENT_SECRET ?? null };
}

function readSalesforce(values: Values, problems: string[]): SalesforceConfig | null {
  if (!namesOf(values).some((name) => SETTINGS[name].group === 'Salesforce')) return null;
  const clientId = needed(values, 'SALESFORCE_CLIENT_ID', problems);
  if (values.SALESFORCE_LOGIN_URL === undefined) needed(values, 'SALESFORCE_LOGIN_URL', problems);
  const loginUrl = readUrl(values, 'SALESFORCE_LOGIN_URL', problems)?.replace(/\/+$/u, '') ?? null;
  const grant = readGrant(values, problems);
  if (clientId === null || loginUrl === null || grant === null) return null;
  return { clientId, loginUrl, grant, webhookSecret: values.SALESFORCE_WEBHOOK_SECRET ?? null };
}

function readGrant(values: Values, problems: string[]): SalesforceConfig['grant'] | null {
  const { SALESFORCE_CLIENT_SECRET: clientSecret, SALESFORCE_PRIVATE_KEY: keyOrPath } = values;
  if (clientSecret !== undefined && keyOrPath !== undefined) {
    problems.push('SALESFORCE_CLIENT_SECRET and SALESFORCE_PRIVATE_KEY are two ways to sign in: leave one of them out');
    return null;
  }
  if (clientSecret !== undefined) return { kind: 'client_credentials', clientSecret };
  if (keyOrPath === undefined && values.SALESFORCE_USERNAME === undefined) {
    needed(values, 'SALESFORCE_CLIENT_SECRET', problems, 'or SALESFORCE_USERNAME with SALESFORCE_PRIVATE_KEY');
    return null;
  }
  const username = needed(values, 'SALESFORCE_USERNAME', problems);
  const key = needed(values, 'SALESFORCE_PRIVATE_KEY', problems);
  const privateKey = key === null ? null : readPrivateKey(key, problems);
  return username === null || privateKey === null ? null : { kind: 'jwt', username, privateKey };
}

function readPrivateKey(keyOrPath: string, problems: string[]): string | null {
  const inline = keyOrPath.includes('-----BEGIN');
  try {
    const pem = inline ? keyOrPath.replaceAll('\\n', '\n') : readFileSync(resolve(keyOrPath), 'utf8');
    createPrivateKey(pem);
    return pem.trim();
  } catch (error) {
    // Never the error's own words: a key that lost its first line is taken for a path, which they would repeat.
    const { syscall, code } = error as NodeJS.ErrnoException;
    const why = syscall === undefined ? 'its text is not a PEM private key' : `no file can be read there (${code})`;
    problems.push(`SALESFORCE_PRIVATE_KEY cannot be used: ${why}`);
    return null;
  }
}

function readUrl(values: Values, name: SettingName, problems: string[], protocol = /^https?:$/u): string | null {
  const url = values[name] ?? SETTINGS[name].default;
  if (url === null) return null;
  if (URL.canParse(url) && protocol.test(new URL(url).protocol)) return url;
  problems.push(`${name} is not an address such as ${SETTINGS[name].default ?? SETTINGS[name].example}`);
  return null;
}

function needed(values: Values, name: SettingName, problems: string[], otherwise?: string): string | null {
  const value = values[name];
  if (value !== undefined) return value;
  problems.push(
    [`${name} is missing`, ...(otherwise === undefined ? [] : [otherwise])].join(', ') + `: ${whereToFind(name)}`,
  );
  return null;
}

function valueOf(values: Values, name: Defaulted): string {
  return values[name] ?? SETTINGS[name].default;
}

function valuesOf(environment: Environment): Values {
  const named = Object.keys(SETTINGS).map((name) => [name, environment[name]?.trim() ?? ''] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

function namesOf(values: Values): readonly SettingName[] {
  return Object.keys(values) as SettingName[];
}

function unusable(problems: readonly string[], sandbox: boolean): Fault {
  const lines = ['The settings do not work yet:', ...problems.map((problem) => `  - ${problem}`)];
  if (!sandbox) lines.push('To run the sandbox instead, leave out every Slack, CRM and DATABASE_URL setting.');
  return new Fault('not_configured', lines.join('\n'));
}
