// The CRMs that the settings name, each behind its adapter, and the proof that a push comes from them.
import type { CallMeter } from '#adapters/http/policy.ts';
import type { createHubspotCrm } from '#adapters/hubspot/crm.ts';
import { receiveHubspot } from '#adapters/hubspot/webhook.ts';
import type { createSalesforceCrm } from '#adapters/salesforce/crm.ts';
import { OUTBOUND_ACK, readOutboundDelivery } from '#adapters/salesforce/outbound-message.ts';
import { readFlowDelivery } from '#adapters/salesforce/webhook.ts';
import type { RouteDeps } from '#adapters/server/routes.ts';
import type { WebhookRequest } from '#adapters/server/webhooks.ts';
import type { ConnectionStore } from '#features/intake/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { fieldMap } from '#features/playbook/mapping.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Dependencies } from './dependencies.ts';
import type { Config, HubSpotConfig, SalesforceConfig } from '../config.ts';

export interface CrmParts {
  readonly playbook: PlaybookInForce;
  readonly connections: ConnectionStore;
  readonly clock: Clock;
  readonly meter: CallMeter;
  readonly dependencies: Pick<Dependencies, 'breakers' | 'budgets'>;
}

/** What makes a CRM out of its settings, by name. */
export interface CrmMakers {
  readonly hubspot: typeof createHubspotCrm | null;
  readonly salesforce: typeof createSalesforceCrm | null;
}

export function connectedCrms(config: Config): readonly CrmName[] {
  return CRM_NAMES.filter((name) => config[name] !== null);
}

/** Loads the adapters of the CRMs that are connected and of no other: each brings its vendor's library. */
export async function loadCrms({ hubspot, salesforce }: Config): Promise<CrmMakers> {
  const [one, other] = await Promise.all([
    hubspot && import('#adapters/hubspot/crm.ts'),
    salesforce && import('#adapters/salesforce/crm.ts'),
  ]);
  return { hubspot: one && one.createHubspotCrm, salesforce: other && other.createSalesforceCrm };
}

export async function openCrms(config: Config, makers: CrmMakers, parts: CrmParts): Promise<ReadonlyMap<CrmName, Crm>> {
  const crms: Crm[] = [];
  if (config.hubspot && makers.hubspot) crms.push(await openHubspot(config.hubspot, makers.hubspot, parts));
  if (config.salesforce && makers.salesforce) crms.push(openSalesforce(config.salesforce, makers.salesforce, parts));
  return new Map(crms.map((crm) => [crm.name, crm]));
}

async function openHubspot(
  { accessToken, baseUrl }: HubSpotConfig,
  make: typeof createHubspotCrm,
  parts: CrmParts,
): Promise<Crm> {
  const { playbook, connections, clock, meter, dependencies } = parts;
  const known = await connections.get('hubspot');
  return make({
    accessToken,
    baseUrl,
    clock,
    meter,
    ...watched(dependencies, 'hubspot'),
    fieldMap: () => fieldMap(playbook().playbook, 'hubspot'),
    ...(known === null ? {} : { knownAccountId: known.accountId }),
  });
}

function openSalesforce(
  settings: SalesforceConfig,
  make: typeof createSalesforceCrm,
  { playbook, clock, meter, dependencies }: CrmParts,
): Crm {
  return make({
    settings,
    clock,
    meter,
    ...watched(dependencies, 'salesforce'),
    fieldMap: () => fieldMap(playbook().playbook, 'salesforce'),
  });
}

function watched({ breakers, budgets }: CrmParts['dependencies'], name: CrmName) {
  const [breaker, budget] = [breakers.get(name), budgets.get(name)];
  return { ...(breaker === undefined ? {} : { breaker }), ...(budget === undefined ? {} : { budget }) };
}

/** @param organizationId of the connected Salesforce org; null while it is not known. */
export function webhookRoutes(
  { hubspot, salesforce }: Config,
  organizationId: () => string | null,
): Pick<RouteDeps, 'hubspot' | 'salesforce'> {
  return {
    hubspot: hubspot && ((request) => fromHubspot(hubspot.clientSecret, request)),
    salesforce: salesforce && {
      flow: ({ body, headers }) =>
        readFlowDelivery(salesforce.webhookSecret, {
          body,
          signature: one(headers['x-signalbox-signature']),
          authorization: headers.authorization,
        }),
      outbound: ({ body, pathSecret }) =>
        readOutboundDelivery(
          { secret: salesforce.webhookSecret, organizationId: organizationId() },
          { body, pathSecret: pathSecret ?? '' },
          new Date(),
        ),
      outboundAck: OUTBOUND_ACK,
    },
  };
}

/** Signatures are dated with the vendor's real time, whatever time business has. */
function fromHubspot(clientSecret: string | null, { method, url, headers, body }: WebhookRequest) {
  return receiveHubspot(
    { clientSecret, now: () => new Date() },
    {
      method,
      url,
      body,
      signature: one(headers['x-hubspot-signature-v3']),
      timestamp: one(headers['x-hubspot-request-timestamp']),
      correlationId: newCorrelationId(),
    },
  );
}

/** A header that was sent twice proves nothing. */
function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
