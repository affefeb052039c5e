// What people who act are told about what has to wait: the pause of ops, a CRM that does not answer.
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { LeadDesk } from '#features/leads/desk.ts';
import { pauseSentence } from '#features/operations/pause.ts';
import type { PauseStore } from '#features/operations/store.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Outlook } from '#ports/outlook.ts';

export interface WaitParts {
  readonly pauses: Pick<PauseStore, 'current'>;
  readonly outlook: Outlook;
  readonly log: Log;
}

export function createWaits({ pauses, outlook, log }: WaitParts): NonNullable<LeadDesk['waits']> {
  return async ({ records }) => {
    try {
      const pause = await pauses.current();
      if (pause) return [pauseSentence(pause)];
    } catch (error) {
      // What the person did stands, and must not be answered with a failure.
      log.warn('it is not known whether ops paused', { error: messageOf(error) });
    }
    return [...new Set(records.map(({ crm }) => crm))].flatMap((crm) => sentence(outlook, crm));
  };
}

function sentence(outlook: Outlook, crm: CrmName): readonly string[] {
  const delay = outlook.crm(crm, 'claim');
  if (delay === null) return [];
  const name = CRM_LABELS[crm];
  return delay.because === 'down'
    ? [`${name} does not answer at the moment: it is written there when it does, and the card says so.`]
    : [`${name} takes no more API calls for now: it is written there when it does, and the card says so.`];
}
