// Keeps one CRM connected: tries until it answers, looks again every minute, and knows why it does not.
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Crm } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';

export interface CrmLink {
  readonly crm: Crm;
  start(): void;
  /** Whether the CRM was connected for the first time in this process. */
  isConnected(): boolean;
  /** Throws Fault `unavailable` until it was. */
  require(): void;
  /** Null when the CRM answered the last look; else why not, for people. */
  trouble(): string | null;
  stop(): void;
}

export interface CrmLinkDeps {
  readonly crm: Crm;
  /** One look: connects the account and reads what must be known of it. Throws what is wrong. */
  readonly connect: () => Promise<void>;
  /** What must be known before records are read; repeated until it went well. */
  readonly prepare: () => Promise<void>;
  /** Called whenever the CRM answers again, the first time included. */
  readonly onUsable: () => Promise<void>;
  readonly log: Log;
}

const RETRY_MS = 5_000;
const LOOK_MS = 60_000;

export function createCrmLink({ crm, connect, prepare, onUsable, log }: CrmLinkDeps): CrmLink {
  let trouble: string | null = 'not connected yet';
  let connected = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      await connect();
      if (!connected) await prepare();
      connected = true;
      if (trouble !== null) {
        log.info('CRM connected', { crm: crm.name });
        await onUsable();
      }
      trouble = null;
    } catch (error) {
      const reason = messageOf(error);
      if (trouble !== reason) log.warn('CRM not usable', { crm: crm.name, reason });
      trouble = reason;
    }
    if (!stopped) timer = setTimeout(() => void look(), trouble === null ? LOOK_MS : RETRY_MS);
  }

  return {
    crm,
    start: () => void look(),
    isConnected: () => connected,
    require() {
      if (!connected) throw new Fault('unavailable', `${crm.name}: ${trouble ?? 'not connected yet'}`);
    },
    trouble: () => trouble,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
