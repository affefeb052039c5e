// Tells ops how far a first reading has come: one message a CRM, brought up to date every few seconds.
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import { progressIntent } from './intents.ts';

export interface Progress {
  /** Whether the reading of this CRM is worth a message: a few records are there before anybody has read it. */
  about(crm: CrmName, worthIt: boolean): void;
  /** So many records of a kind are kept by now. */
  note(crm: CrmName, kind: HistoryKind, done: number): void;
  /** Brings the message up to date, where that is due. @param now whatever was said just before. */
  tell(crm: CrmName, now?: boolean): Promise<void>;
}

export interface ProgressDeps {
  readonly transact: Transact<{ readonly outbox: OutboxWriter }>;
  /** Milliseconds, never going back. */
  readonly monotonic: () => number;
}

/** Slack takes fifty edits a minute, which are everybody’s: two CRMs take twelve of them. */
const EVERY_MS = 10_000;
/** The rate is that of about so long ago until now. */
const SPAN_MS = 20_000;

interface Seen {
  readonly kind: HistoryKind;
  readonly samples: readonly { readonly at: number; readonly done: number }[];
}

export function createProgress({ transact, monotonic }: ProgressDeps): Progress {
  const toldAt = new Map<CrmName, number>();
  const seen = new Map<CrmName, Seen>();
  const worth = new Set<CrmName>();

  return {
    about(crm, worthIt) {
      if (worthIt) worth.add(crm);
      else worth.delete(crm);
    },
    note(crm, kind, done) {
      const at = monotonic();
      const earlier = seen.get(crm);
      const samples = earlier?.kind === kind ? earlier.samples.filter((one) => one.at > at - SPAN_MS) : [];
      seen.set(crm, { kind, samples: [...samples, { at, done }] });
    },
    async tell(crm, now = false) {
      const at = monotonic();
      if (!worth.has(crm)) return;
      if (!now && at - (toldAt.get(crm) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
      toldAt.set(crm, at);
      const intent = progressIntent(crm, rateOf(seen.get(crm)), newCorrelationId());
      await transact((tx) => tx.outbox.put(intent));
    },
  };
}

/** Records a second; null while too little was seen. */
function rateOf(seen: Seen | undefined): number | null {
  const [first, last] = [seen?.samples[0], seen?.samples.at(-1)];
  if (!first || !last || last.at - first.at < 1000) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}
