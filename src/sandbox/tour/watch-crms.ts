// Turns what happens in the CRMs into sightings of the tour: who got a record, which campaign is live, and what
// came while a CRM was away.
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { HubspotChange } from '../hubspot/model.ts';
import type { SalesforceChange } from '../salesforce/org.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import { hubspotKey, salesforceKey } from './records-shown.ts';
import type { RecordKey, Sighting } from './sightings.ts';

export interface WatchCrmsDeps {
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly isUnreachable: (record: RecordKey) => boolean;
  readonly onSight: (seen: Sighting) => void;
}

/** Answers how to stop it. */
export function watchCrms(deps: WatchCrmsDeps): () => void {
  const { slack, hubspot, salesforce, onSight } = deps;

  function onHubspot({ object, id, kind, source, changed }: HubspotChange): void {
    if (object !== 'contacts') return;
    const record = hubspotKey(object, id);
    if (kind === 'created') return arrived(record);
    const owner = changed['hubspot_owner_id'];
    if (owner === undefined) return;
    const email = hubspot.owners().find((each) => each.id === owner)?.email;
    owned(record, owner === null || owner === '' ? null : email, source === 'INTEGRATION');
  }

  function onSalesforce({ object, id, type, fields, by }: SalesforceChange): void {
    if (object === 'Campaign' && by === signalbox() && salesforce.record(object, id)?.['IsActive'] === true) {
      onSight({ kind: 'launched' });
    }
    if (object !== 'Lead' && object !== 'Contact') return;
    const record = salesforceKey(object, id);
    if (type === 'created') return arrived(record);
    const owner = fields['OwnerId']?.to;
    if (typeof owner !== 'string') return;
    // A queue is nobody.
    const user = salesforce.record('User', owner);
    owned(record, user === null ? null : String(user['Email']), by === signalbox());
  }

  function signalbox(): string | undefined {
    const user = salesforce.records('User').find((row) => row['Username'] === salesforce.app.runAs);
    return user === undefined ? undefined : String(user['Id']);
  }

  function arrived(record: RecordKey): void {
    if (deps.isUnreachable(record)) onSight({ kind: 'arrived_unreachable', record });
  }

  function owned(record: RecordKey, email: string | null | undefined, bySignalbox: boolean): void {
    const user = slack.workspace.users().find((each) => each.email === email);
    const by = email === null ? null : (user?.id ?? 'somebody');
    onSight({ kind: 'owned', at: Date.now(), record, by, through: bySignalbox ? 'signalbox' : 'hand' });
  }

  const stops = [hubspot.onChange(onHubspot), salesforce.onChange(onSalesforce)];
  return () => {
    for (const stop of stops) stop();
  };
}
