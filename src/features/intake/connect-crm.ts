// The first sight of a CRM account: from then on new records speak. Another account in its place is refused.
import { Fault } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName, MissingProperty } from '#ports/crm.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { ConnectionStore, CrmConnection } from './store.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';

export interface ConnectDeps {
  /** Outside of a transaction. */
  readonly connections: ConnectionStore;
  readonly transact: Transact<{ readonly connections: ConnectionStore; readonly audit: AuditWriter }>;
  readonly clock: Clock;
}

/**
 * Throws the CRM's Fault while it cannot be reached, and `not_configured` when the playbook maps properties that the
 * account lacks or when the database belongs to another account.
 */
export async function connectCrm(deps: ConnectDeps, crm: Crm): Promise<CrmConnection> {
  const account = await crm.account();
  const known = (await deps.connections.get(crm.name)) ?? (await firstSight(deps, crm.name, account));
  if (known.accountId !== account.id) {
    throw new Fault(
      'not_configured',
      `This database holds the data of ${CRM_LABELS[crm.name]} account ${known.accountId} (${known.accountName}), but the ` +
        `credentials are for ${account.id} (${account.name}). Use the right credentials or an empty database.`,
    );
  }
  const missing = await crm.missingProperties();
  if (missing.length > 0) throw new Fault('not_configured', describeMissing(crm.name, missing));
  return known;
}

/** Draws the line between what was there before and what is new. */
function firstSight(
  { transact, clock }: ConnectDeps,
  crm: CrmName,
  account: { readonly id: string; readonly name: string },
): Promise<CrmConnection> {
  return transact(async (tx) => {
    const connectedAt = wholeSecond(clock.now());
    const mine = { accountId: account.id, accountName: account.name, connectedAt };
    const known = await tx.connections.connect(crm, mine);
    // Another process may have been first.
    if (known.connectedAt.getTime() !== connectedAt.getTime()) return known;
    await tx.audit.append({
      at: clock.now(),
      action: 'crm.connected',
      actor: { kind: 'system', part: 'intake' },
      subject: `crm:${crm}`,
      after: { account: account.id, name: account.name, connected_at: connectedAt.toISOString() },
      correlationId: newCorrelationId(),
    });
    return known;
  });
}

/** Salesforce stamps records in whole seconds: what is made right after the connection must not look older than it. */
function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

function describeMissing(crm: Crm['name'], missing: readonly MissingProperty[]): string {
  const lines = missing.map(({ path, property, suggestion }) => {
    const hint = suggestion === null ? '' : ` (did you mean ${suggestion}?)`;
    return `${path}: ${property}${hint}`;
  });
  return `The playbook's mapping names properties that this ${CRM_LABELS[crm]} account does not have: ${lines.join('; ')}. Map each to a property of the account, or to null.`;
}
