// Requests as Slack, HubSpot and Salesforce sign them, with whatever is to be wrong about them.
import { createHmac } from 'node:crypto';
import { signature } from '#sandbox/hubspot/webhooks.ts';
import { sign } from '#sandbox/slack/delivery/http-transport.ts';
import { SECRETS } from './house-settings.ts';
import type { House } from './house.ts';

export interface Forged {
  readonly secret?: string;
  /** How old the signature is, in milliseconds; negative: from the future. */
  readonly ageMs?: number;
  /** The header that proves the origin is left out. */
  readonly unsigned?: boolean;
}

export type Sender = (house: House, body: string, forged?: Forged) => Promise<Response>;

export const postAsSlack: Sender = ({ url, slack }, body, forged = {}) => {
  const seconds = Math.floor((Date.now() - (forged.ageMs ?? 0)) / 1000);
  const proof = { 'x-slack-signature': sign(forged.secret ?? slack.signingSecret, seconds, body) };
  const headers = { 'content-type': 'application/json', 'x-slack-request-timestamp': String(seconds) };
  return post(`${url}/slack/events`, body, { ...headers, ...(forged.unsigned !== true && proof) });
};

export const postAsHubspot: Sender = ({ url }, body, forged = {}) => {
  const to = `${url}/webhooks/hubspot`;
  const timestamp = String(Date.now() - (forged.ageMs ?? 0));
  const proof = { 'x-hubspot-signature-v3': signature('POST', to, body, timestamp, forged.secret ?? SECRETS.hubspot) };
  const headers = { 'content-type': 'application/json', 'x-hubspot-request-timestamp': timestamp };
  return post(to, body, { ...headers, ...(forged.unsigned !== true && proof) });
};

/** A Flow's callout carries no time, so there is no age to forge. */
export const postAsSalesforce: Sender = ({ url }, body, forged = {}) => {
  const hmac = createHmac('sha256', forged.secret ?? SECRETS.salesforce).update(body);
  const proof = { 'x-signalbox-signature': `sha256=${hmac.digest('hex')}` };
  const headers = { 'content-type': 'application/json' };
  return post(`${url}/webhooks/salesforce`, body, { ...headers, ...(forged.unsigned !== true && proof) });
};

function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}
