// Links for people to a record's page.
import { Fault } from '#kernel/errors.ts';
import type { RecordRef } from '#ports/crm.ts';
import { HUBSPOT_API_URL } from './client.ts';
import { hubspotObject, OBJECT_TYPE_IDS } from './objects.ts';

export interface LinkBase {
  readonly portalId: string | null;
  /** `app.hubspot.com`, or `app-eu1.hubspot.com` for accounts hosted in Europe. */
  readonly uiDomain: string;
  readonly baseUrl: string;
}

/** Throws Fault while the account is unknown. */
export function recordUrl(base: LinkBase, ref: RecordRef): string {
  const type = OBJECT_TYPE_IDS[hubspotObject(ref.object)];
  return `${pagesOf(base)}/contacts/${knownPortal(base)}/record/${type}/${encodeURIComponent(ref.id)}`;
}

/** Throws Fault while the account is unknown. */
export function campaignUrl(base: LinkBase, id: string): string {
  return `${pagesOf(base)}/campaigns/${knownPortal(base)}/details/${encodeURIComponent(id)}`;
}

/** HubSpot's own pages; another server in HubSpot's place shows its own. */
function pagesOf({ uiDomain, baseUrl }: LinkBase): string {
  return baseUrl === HUBSPOT_API_URL ? `https://${uiDomain}` : baseUrl;
}

function knownPortal({ portalId }: LinkBase): string {
  if (portalId === null) throw new Fault('unavailable', 'the HubSpot account has not been read yet');
  return portalId;
}
