// Tells ops, once a day, that a CRM's API calls run out, what goes on, and when there are calls again.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Outlook } from '#ports/outlook.ts';
import type { Transact } from '#ports/transact.ts';
import { opsIntent } from '#features/messages/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';

export interface UsedUpDeps {
  readonly transact: Transact<{ readonly outbox: OutboxWriter }>;
  readonly outlook: Outlook;
  readonly clock: Clock;
}

const COUNTS: Readonly<Record<CrmName, string>> = {
  hubspot: 'HubSpot counts from midnight in the time zone of its account.',
  salesforce: 'Salesforce counts the last 24 hours, so calls come free bit by bit.',
};

/** The first of each day and degree is told; `claims` are the last to wait. */
export async function tellUsedUp({ transact, outlook, clock }: UsedUpDeps, crm: CrmName): Promise<void> {
  const at = clock.now();
  const degree = degreeOf(outlook, crm);
  const text = `${CRM_LABELS[crm]}'s API calls of the day are ${SAYS[degree]} ${COUNTS[crm]} Everything that waits follows by itself.`;
  const key = `budget:${crm}:${degree}:${at.toISOString().slice(0, 10)}`;
  await transact((tx) =>
    tx.outbox.put(opsIntent(key, { text, hold: null }, { at, correlationId: newCorrelationId() })),
  );
}

type Degree = 'scan' | 'normal' | 'claim';

const SAYS: Readonly<Record<Degree, string>> = {
  scan: 'running out: Signalbox looks for changes by webhook alone until there are more.',
  normal: 'nearly used up: new leads are not read and only claims are written until there are more.',
  claim:
    'used up: nothing can be read or written until there are more. Claims stand, and their owners are written then.',
};

function degreeOf(outlook: Outlook, crm: CrmName): Degree {
  if (outlook.crm(crm, 'claim')?.because === 'budget') return 'claim';
  return outlook.crm(crm, 'normal')?.because === 'budget' ? 'normal' : 'scan';
}
