// An audit log to be tampered with: entries, seals, and the hands of an owner who switches off what refuses changes.
import { linkHash, NO_HASH } from '#features/audit/seal.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import type { AuditEntry } from '#features/audit/entry.ts';
import { CorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { TestDatabase } from './database.ts';
import { noon } from './lead-builder.ts';

export function anEntry(over: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: noon,
    action: 'lead.claimed',
    actor: { kind: 'person', slack: SlackUserId.parse('U0ANA') },
    subject: 'lead:1',
    before: { state: 'open', claimed_by: null },
    after: { state: 'claimed', claimed_by: 'U0ANA' },
    playbookVersion: 3,
    correlationId: CorrelationId.parse('cause-1'),
    ...over,
  };
}

/** Entries about `lead:<from>` and on, each in a transaction of its own. */
export async function write({ database }: TestDatabase, count: number, from = 1): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await database.transact((tx) => tx.audit.append(anEntry({ subject: `lead:${n}`, after: { claimed_by: `U${n}` } })));
  }
}

/** A log of `count` sealed entries whose ids and seals are 1 to `count`. */
export async function aSealedLog(db: TestDatabase, count: number): Promise<void> {
  await tamper(db, 'TRUNCATE audit, audit_seal, audit_unsealed RESTART IDENTITY');
  await write(db, count);
  await sealLog(db.database.seals);
}

/** What a superuser or an owner of the tables can do; afterwards everything is refused as before. */
export async function tamper(db: TestDatabase, statement: string): Promise<void> {
  await db.rows(`
    ALTER TABLE audit DISABLE TRIGGER USER; ALTER TABLE audit_seal DISABLE TRIGGER USER;
    ${statement};
    ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_append_only; ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_no_truncate;
    ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_statement_append_only;
    ALTER TABLE audit ENABLE TRIGGER audit_await_seal;
    ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_append_only`);
}

/** Makes every seal fit what the log says now, as somebody would who knows how seals are made. */
export async function forgeChain(db: TestDatabase): Promise<void> {
  let previous = NO_HASH;
  const updates: string[] = [];
  for (const row of await db.database.sealedLog.sealedAfter(0, 10_000)) {
    previous = linkHash(previous, { ...row, entry: row.entry ?? '' });
    updates.push(`UPDATE audit_seal SET hash = '\\x${previous}' WHERE seq = ${row.seq}`);
  }
  await tamper(db, updates.join('; '));
}
