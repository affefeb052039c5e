// Says in the audit log which version of the playbook decides from now on.
import type { AuditStore } from '#features/audit/store.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { ActivePlaybook } from './active.ts';

const SUBJECT = 'playbook';

/** At each start; a start with the playbook that was in force already is no news. */
export async function putInForce(
  { audit, clock }: { readonly audit: AuditStore; readonly clock: Clock },
  { version }: ActivePlaybook,
): Promise<void> {
  const [last] = await audit.list({ subject: SUBJECT, limit: 1 });
  if (last?.playbookVersion === version) return;
  await audit.append({
    at: clock.now(),
    action: 'playbook.put_in_force',
    actor: { kind: 'system', part: 'app' },
    subject: SUBJECT,
    ...(last === undefined ? {} : { before: { version: last.playbookVersion } }),
    after: { version },
    playbookVersion: version,
    correlationId: newCorrelationId(),
  });
}
