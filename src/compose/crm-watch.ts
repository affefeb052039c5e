// A further look at a CRM each minute, beside the poller: campaigns, requests of its own approvals. A CRM that does not let
// us look is no trouble for leads: it is remembered for the doctor, and looked at again.
import { Fault, messageOf } from '#kernel/errors.ts';
import type { FaultCode } from '#kernel/errors.ts';
import type { CrmLink } from '#features/intake/crm-link.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Outlook } from '#ports/outlook.ts';

export interface CrmWatchParts {
  /** `campaigns`, for the log. */
  readonly name: string;
  readonly look: (crm: Crm) => Promise<void>;
  readonly outlook: Pick<Outlook, 'crm'>;
  readonly log: Log;
}

export interface CrmWatch {
  /** Left out until the CRM is connected, and while it is away or its calls are used up. */
  run(link: Pick<CrmLink, 'crm' | 'isConnected'>): Promise<void>;
  /** CRMs that refused the newest look, with their own words. */
  refusals(): ReadonlyMap<CrmName, string>;
}

export function createCrmWatch({ name, look, outlook, log }: CrmWatchParts): CrmWatch {
  const refusals = new Map<CrmName, string>();
  return {
    async run({ crm, isConnected }) {
      if (!isConnected() || outlook.crm(crm.name, 'scan') !== null) return;
      try {
        await look(crm);
        if (refusals.delete(crm.name)) log.info('a CRM lets us look again', { crm: crm.name, at: name });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        if (!refusals.has(crm.name)) {
          log.warn('a CRM does not let us look', { crm: crm.name, at: name, error: messageOf(error) });
        }
        refusals.set(crm.name, messageOf(error));
      }
    },
    refusals: () => refusals,
  };
}

/** A missing scope or permission: nothing that passes by itself. Salesforce denies the very object to whom it hides it. */
const REFUSALS: ReadonlySet<FaultCode> = new Set(['forbidden', 'unauthorized', 'refused']);

function isRefusal(error: unknown): boolean {
  return error instanceof Fault && REFUSALS.has(error.code);
}
