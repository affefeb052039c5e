// How an app and the servers find each other: the settings that it is given, and where they send what happens.
import type { HubspotSandbox } from './hubspot/server.ts';
import type { Webhooks } from './hubspot/webhooks.ts';
import type { SalesforceSandbox } from './salesforce/server.ts';
import type { SlackSandbox } from './slack/slack-sandbox.ts';

/** Those that run. */
export interface Servers {
  readonly slack?: SlackSandbox | undefined;
  readonly hubspot?: HubspotSandbox | undefined;
  readonly salesforce?: SalesforceSandbox | undefined;
}

const HUBSPOT_SECRET = 'sandbox-hubspot-client-secret';
const SALESFORCE_SECRET = 'sandbox-salesforce-webhook-secret';

/** The contract that any deployment's settings keep; see `.env.example`. */
export function settingsOf({ slack, hubspot, salesforce }: Servers): Record<string, string> {
  return {
    // The landing pages of its campaigns are on this machine.
    LINK_CHECK_PRIVATE: 'true',
    ...(slack === undefined
      ? {}
      : {
          SLACK_BOT_TOKEN: slack.botToken,
          SLACK_SIGNING_SECRET: slack.signingSecret,
          SLACK_API_URL: slack.apiUrl,
        }),
    ...(hubspot === undefined
      ? {}
      : {
          HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
          HUBSPOT_CLIENT_SECRET: HUBSPOT_SECRET,
          HUBSPOT_BASE_URL: hubspot.url,
        }),
    ...(salesforce === undefined
      ? {}
      : {
          SALESFORCE_LOGIN_URL: salesforce.loginUrl,
          SALESFORCE_CLIENT_ID: salesforce.app.clientId,
          SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret,
          SALESFORCE_WEBHOOK_SECRET: SALESFORCE_SECRET,
        }),
  };
}

/** Directs whichever servers there are at an app; again when the app has moved. */
export function createPointer({ slack, hubspot, salesforce }: Servers): (appUrl: string) => void {
  let webhooks: Webhooks | null = null;
  return (appUrl) => {
    slack?.setRequestUrl(`${appUrl}/slack/events`);
    const url = `${appUrl}/webhooks/hubspot`;
    // What the app did not take where it was before is still to be delivered.
    if (webhooks !== null) webhooks.moveTo(url);
    else webhooks = hubspot?.connectWebhooks({ url, secret: HUBSPOT_SECRET }) ?? null;
    salesforce?.push.setTargets({
      flow: { url: `${appUrl}/webhooks/salesforce`, secret: SALESFORCE_SECRET, auth: 'hmac' },
    });
  };
}
