// Made-up rows of Signalbox's own log: plans, queues, firings, entries, claims.
import { later, OWNERS, times } from './mirror-die.ts';
import type { Die, Row } from './mirror-die.ts';

export function aPlan(die: Die, id: number): Row {
  const createdAt = die.instant();
  const requestedAt = later(die, createdAt, 5);
  const approvedAt = later(die, requestedAt, 5);
  const launchAskedAt = later(die, approvedAt, 5);
  return {
    id,
    name: `Plan ${id}`,
    type: 'email',
    channel: die.one(['paid', 'event']),
    crms: ['hubspot'],
    owner: die.maybe(die.one(OWNERS)),
    currency: 'EUR',
    utm: {},
    launch: 'at_once',
    state: 'live',
    adopted_from: die.rarely(0.2) ? 'hubspot' : null,
    created_at: createdAt,
    changed_at: createdAt,
    requested_at: requestedAt,
    approved_at: approvedAt,
    launch_asked_at: launchAskedAt,
    launched_at: later(die, launchAskedAt ?? requestedAt ?? createdAt, 9),
    version: 1,
  };
}

export function anInboxRow(die: Die, id: number): Row {
  const at = die.instant();
  const state = die.one(['done', 'ignored', 'failed', 'pending']);
  return {
    id,
    key: `inbox:${id}`,
    crm: die.one(['hubspot', 'salesforce']),
    object: 'lead',
    record_id: String(id),
    change: 'changed',
    type: 'x',
    occurred_at: at,
    received_at: at,
    correlation_id: `cause-${id}`,
    state,
    attempts: 1,
    due_at: at,
    finished_at: state === 'pending' ? null : new Date(at.getTime() + die.number(0, 600_000)),
  };
}

export function anOutboxRow(die: Die, id: number): Row {
  const at = die.instant();
  const state = die.one(['done', 'dead', 'pending']);
  return {
    id,
    key: `outbox:${id}`,
    kind: die.one(['crm.assign', 'crm.update', 'lead.card']),
    lane: `lane-${id}`,
    urgency: 5,
    payload: { ref: { crm: die.one(['hubspot', 'salesforce']), object: 'lead', id: String(id) } },
    correlation_id: `cause-${die.number(1, 300)}`,
    created_at: at,
    state,
    attempts: 1,
    waits: 0,
    due_at: at,
    finished_at: state === 'pending' ? null : new Date(at.getTime() + die.number(0, 600_000)),
  };
}

export function aFiring(die: Die, id: number): Row {
  return {
    rule: `rule-${id % 5}`,
    subject: `lead:${id}`,
    edge: 0,
    event: 'lead.created',
    playbook_version: 1,
    values: [],
    at: die.instant(),
    correlation_id: `cause-${die.number(1, 300)}`,
  };
}

export function anEntry(die: Die, id: number): Row {
  return {
    id,
    at: die.instant(),
    action: die.one([
      'lead.seen',
      'rule.fired',
      'lead.claimed',
      'slack.card_posted',
      'crm.update_refused',
      'crm.updated',
    ]),
    actor: die.one(['person:U0ANA', 'rule:rule-1', 'system:intake', 'crm:hubspot:unknown']),
    subject: `lead:${id}`,
    correlation_id: `cause-${die.number(1, 300)}`,
  };
}

/** Claims of our own on leads whose records are in the mirror. */
export async function putClaims(put: (table: string, rows: readonly Row[]) => Promise<void>, die: Die): Promise<void> {
  const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const at = (): Date => die.instant();
  await put(
    'lead',
    times(200, (n) => ({
      id: uuid(n + 1),
      facts: {},
      search_text: '',
      score_reasons: [],
      state: 'open',
      standing: 'announced',
      priority: 'normal',
      claim_by: 'anyone',
      created_at: at(),
      seen_at: at(),
      changed_at: at(),
    })),
  );
  await put(
    'lead_ref',
    times(200, (n) => ({ crm: 'hubspot', object: 'lead', record_id: String(1001 + n * 3), lead_id: uuid(n + 1) })),
  );
  await put(
    'claim',
    times(400, (n) => ({
      id: uuid(1000 + n),
      lead_id: uuid(die.number(1, 200)),
      by: 'U0ANA',
      kind: die.one(['claim', 'hand_over', 'release']),
      at: at(),
      state: die.one(['written', 'conflict']),
    })),
  );
}
