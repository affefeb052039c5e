// Keeps one CRM connected: tries until it answers, looks again every minute, and knows why it does not.
import { Fault, messageOf } from '#kernel/errors.ts';
import type { FaultCode } from '#kernel/errors.ts';
import type { Crm } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';

export interface CrmLink {
  readonly crm: Crm;
  start(): void;
  /** Whether the CRM was connected for the first time in this process. */
  isConnected(): boolean;
  /** Throws Fault `unavailable` until it was. */
  require(): void;
  /** A round of polling; left out until the CRM is connected. Being refused in it is trouble until a round goes well. */
  round(work: () => Promise<void>): Promise<void>;
  /** Null when the CRM answered the last look and lets us read; else why not, for people. */
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
/** A look asks for little; whether all records may be read shows in a round. */
const REFUSALS: ReadonlySet<FaultCode> = new Set(['unauthorized', 'forbidden']);

export function createCrmLink({ crm, connect, prepare, onUsable, log }: CrmLinkDeps): CrmLink {
  let trouble: string | null = 'not connected yet';
  let refusal: string | null = null;
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
    async round(work) {
      if (!connected) return;
      try {
        await work();
        refusal = null;
      } catch (error) {
        if (error instanceof Fault && REFUSALS.has(error.code)) refusal = error.message;
        throw error;
      }
    },
    trouble: () => trouble ?? refusal,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
