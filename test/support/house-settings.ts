// What an app under test is told, as a deployment would set it.
import { readConfig } from '#config.ts';
import type { Config, Environment } from '#config.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Servers } from './house-servers.ts';

export const SECRETS = { hubspot: 'hubspot-client-secret', salesforce: 'salesforce-webhook-secret' } as const;

export interface Wiring {
  readonly crms: readonly CrmName[];
  readonly slack: 'http' | 'socket';
  /** Whether the CRMs push: without it the app has no secret that it could verify a push with. */
  readonly pushed: boolean;
}

export function settingsFor({ slack, hubspot, salesforce }: Servers, wiring: Wiring): Record<string, string> {
  const inbound =
    wiring.slack === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret };
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    LINK_CHECK_PRIVATE: 'true',
    ...inbound,
    ...(wiring.crms.includes('hubspot') && {
      HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
      HUBSPOT_BASE_URL: hubspot.url,
      ...(wiring.pushed && { HUBSPOT_CLIENT_SECRET: SECRETS.hubspot }),
    }),
    ...(wiring.crms.includes('salesforce') && {
      SALESFORCE_LOGIN_URL: salesforce.loginUrl,
      SALESFORCE_CLIENT_ID: salesforce.app.clientId,
      SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret,
      ...(wiring.pushed && { SALESFORCE_WEBHOOK_SECRET: SECRETS.salesforce }),
    }),
  };
}

export function configFrom(env: Environment): Config {
  const settings = readConfig(env);
  if (settings.kind !== 'real') throw new Error('an app under test is never the sandbox');
  return settings.config;
}
