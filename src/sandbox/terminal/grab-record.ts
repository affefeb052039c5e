// A colleague takes a lead in the CRM's own pages, past the app. Finds the record by the link on the card, as they would.
import { Fault } from '#kernel/errors.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { REPS } from '../world/acme.ts';
import { hubspotOwnerId } from '../world/servers.ts';
import type { WireMessage } from '../slack/world/wire.ts';

export interface Grab {
  readonly crm: 'hubspot' | 'salesforce';
  /** What the rep is called in Slack. */
  readonly by: string;
}

/** A sentence about what was done. Throws Fault `not_found` where the card has no such link, `forbidden` for no seat. */
export function grabRecord(sandbox: Sandbox, card: WireMessage, { crm, by }: Grab): string {
  const rep = REPS.find(({ name }) => name === by);
  if (rep === undefined) {
    throw new Fault('forbidden', `${by} has no seat in the CRM; ${REPS.map(({ name }) => name).join(', ')} have.`);
  }
  const text = JSON.stringify(card.blocks ?? []);
  if (crm === 'hubspot') {
    const id = /\/record\/0-1\/(\d+)/u.exec(text)?.[1];
    if (id === undefined) throw new Fault('not_found', 'This card has no link to a HubSpot contact.');
    sandbox.hubspot.setOwner('contacts', id, hubspotOwnerId(rep.email) ?? null);
    return `${rep.firstName} took contact ${id} in HubSpot's own pages.`;
  }
  const [, object, id] = /\/lightning\/r\/(Lead|Contact)\/(\w{15,18})\//u.exec(text) ?? [];
  if (id === undefined) throw new Fault('not_found', 'This card has no link to a Salesforce lead or contact.');
  sandbox.salesforce.setOwner(object === 'Lead' ? 'Lead' : 'Contact', id, rep.email, rep.email);
  return `${rep.firstName} took ${String(object).toLowerCase()} ${id} in Salesforce's own pages.`;
}
