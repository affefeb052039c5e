// What is left when a simulation has come to rest, as plain data: of the app's database, of Slack, of the CRMs.
import type { CrmName } from '#ports/crm.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Complaint } from './host.ts';
import type { World } from './world.ts';

interface EndLead {
  readonly id: string;
  readonly state: string;
  readonly standing: string;
  /** Slack user id. */
  readonly claimedBy: string | null;
  readonly notice: string | null;
  /** The lead that it was folded into. */
  readonly mergedInto: string | null;
}

interface EndRecord {
  readonly crm: CrmName;
  readonly id: string;
  readonly lead: string;
  /** lead, contact, opportunity */
  readonly object: string;
}

interface EndAudit {
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface EndState {
  /** People whom a CRM still shows, by its records that are left. */
  readonly prospects: readonly {
    readonly name: string;
    readonly records: readonly { readonly crm: CrmName; readonly id: string; readonly owner: string | null }[];
  }[];
  readonly leads: readonly EndLead[];
  readonly records: readonly EndRecord[];
  /** What the app said in channels. `key` is what it must be said once for; `leads` are those that can be worked on it. */
  readonly messages: readonly {
    readonly at: string;
    readonly key: string | null;
    readonly text: string;
    /** Ids of the leads that its buttons are about. */
    readonly leads: readonly string[];
  }[];
  /** What the app told one person alone. */
  readonly notes: readonly { readonly user: string; readonly text: string }[];
  readonly opportunities: readonly { readonly crm: CrmName; readonly id: string; readonly name: string }[];
  /** In order. */
  readonly audit: readonly EndAudit[];
  readonly firings: readonly { readonly rule: string; readonly subject: string }[];
  readonly claims: readonly { readonly id: string; readonly state: string; readonly open: number }[];
  readonly outbox: readonly EndRow[];
  readonly inbox: readonly EndRow[];
  readonly complaints: readonly Complaint[];
  /** What the verification of the audit log's chain finds. */
  readonly chain: readonly string[];
}

interface EndRow {
  readonly key: string;
  readonly state: string;
  readonly leased: boolean;
  readonly note: string | null;
}

export async function lookAround(world: World): Promise<EndState> {
  const { rows } = world;
  return {
    prospects: prospectsOf(world),
    leads: await rows<EndLead & Row>(
      'SELECT id::text, state, standing, claimed_by AS "claimedBy", notice, merged_into::text AS "mergedInto" FROM lead',
    ),
    records: await rows<EndRecord & Row>('SELECT crm, record_id AS id, lead_id::text AS lead, object FROM lead_ref'),
    messages: messagesOf(world),
    notes: world.slack.workspace.notes().filter(({ from }) => from === 'app'),
    opportunities: opportunitiesOf(world),
    audit: await rows<EndAudit & Row>('SELECT action, subject, actor, before, after FROM audit ORDER BY id'),
    firings: await rows<EndState['firings'][number] & Row>('SELECT rule, subject FROM rule_firing'),
    claims: await rows<EndState['claims'][number] & Row>(
      `SELECT id::text, state,
        (SELECT count(*)::int FROM claim_write WHERE claim_id = claim.id AND outcome = 'pending') AS open FROM claim`,
    ),
    outbox: await queueOf(world, 'outbox'),
    inbox: await queueOf(world, 'inbox'),
    complaints: world.complaints,
    chain: await world.verifyLog(),
  };
}

const LEAD_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu;

type Row = Record<string, unknown>;

function queueOf({ rows }: World, table: 'inbox' | 'outbox'): Promise<readonly EndRow[]> {
  return rows<EndRow & Row>(
    `SELECT key, state, state = 'pending' AND leased_until IS NOT NULL AS leased, note FROM ${table}`,
  );
}

function messagesOf({ slack: { workspace } }: World): EndState['messages'] {
  return workspace
    .channels()
    .flatMap(({ id }) => workspace.messages(id))
    .filter(({ bot_id }) => bot_id !== undefined)
    .map(({ channel, ts, text, metadata, blocks }) => {
      const key = metadata?.event_payload['key'];
      const leads = [...new Set(JSON.stringify(blocks ?? []).match(LEAD_ID) ?? [])];
      return { at: `${channel} ${ts}`, key: typeof key === 'string' ? key : null, text, leads };
    });
}

function prospectsOf({ people, hubspot, salesforce, hubspotOwners, slack }: World): EndState['prospects'] {
  const slackIds = new Map(slack.workspace.users().map(({ name, id }) => [name, id]));
  const byHubspot = new Map([...hubspotOwners].map(([name, id]) => [id, name]));
  const bySalesforce = new Map(
    salesforce.records('User').map((user) => [user['Id'], String(user['Email']).split('@')[0] ?? '']),
  );
  function ownerOf(crm: CrmName, id: string): string | null {
    const name =
      crm === 'hubspot'
        ? byHubspot.get(hubspot.record('contacts', id)?.properties['hubspot_owner_id'] ?? '')
        : bySalesforce.get(salesforce.record('Lead', id)?.['OwnerId']);
    return slackIds.get(name ?? '') ?? null;
  }
  return people.living().map(({ name, records, gone, converted }) => ({
    name,
    records: (Object.entries(records) as [CrmName, string][])
      .filter(([crm]) => !gone.has(crm) && !(crm === 'salesforce' && converted))
      .map(([crm, id]) => ({ crm, id, owner: ownerOf(crm, id) })),
  }));
}

function opportunitiesOf({ hubspot, salesforce }: World): EndState['opportunities'] {
  return [
    ...hubspot
      .records('deals')
      .map(({ id, properties }) => ({ crm: 'hubspot' as const, id, name: properties['dealname'] ?? '' })),
    ...salesforce
      .records('Opportunity')
      .map((row) => ({ crm: 'salesforce' as const, id: String(row['Id']), name: String(row['Name']) })),
  ];
}
