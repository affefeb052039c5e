// A world that goes on by itself: whatever the clock shows, both CRMs have what has happened by then, as if nobody had ever
// stopped. Drawn with the past, kept nowhere; only for how long a source was dry is to be remembered.
import type { SandboxClock } from '../../clock.ts';
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import { pastAt } from '../past/as-of.ts';
import { startOf } from '../past/calendar.ts';
import { plantCompanies, plantInHubspot } from '../past/in-hubspot/plant-hubspot.ts';
import { firstDeals, plantInSalesforce } from '../past/in-salesforce/plant-salesforce.ts';
import { makePast } from '../past/make-past.ts';
import type { PastOptions, PastPerson } from '../past/past.ts';
import { momentsOf } from './moments.ts';
import { createNewsroom } from './news.ts';

/** A time during which nobody came by the source that brings most; Unix milliseconds, `until` null while it lasts. */
export interface Drought {
  readonly from: number;
  readonly until: number | null;
}

export interface Life {
  /** Whether nobody comes by the largest source right now. */
  isDry(): boolean;
  /** From now on nobody comes by it, or people do again. */
  setDry(dry: boolean): void;
  droughts(): readonly Drought[];
  /** Of an earlier sandbox; before `begin`. */
  restore(droughts: readonly Drought[]): void;
  /** Gives both CRMs, which have nothing of it, everything up to now. */
  begin(): void;
  /** Gives them what has happened since; done by itself now and then, and whenever the clock is moved. */
  catchUp(): void;
  /** Takes everything away again, for a world that begins anew. */
  end(): void;
  onDroughts(listener: () => void): () => void;
  close(): void;
}

export interface LifeDeps {
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly clock: SandboxClock;
}

/** Which source dries up: two of five people come by it. */
export const DRY_SOURCE = 'Web form';
/** Signalbox looks back five minutes for what it may have missed, so nothing may come later than that. */
const LOOK_EVERY_MS = 20_000;

export function createLife({ hubspot, salesforce, clock }: LifeDeps, options: PastOptions): Life {
  const past = makePast(options);
  const firsts = firstDeals(past.deals);
  const moments = momentsOf(past, startOf(options.anchor));
  const newsroom = createNewsroom(past);
  const owners = new Map(hubspot.owners().map(({ email, id }) => [email, id]));
  const ownerId = (email: string): string | undefined => owners.get(email);
  const listeners = new Set<() => void>();
  let droughts: readonly Drought[] = [];
  let livedUntil: number | null = null;

  function isBorn({ cameBy, createdAt }: PastPerson): boolean {
    if (cameBy.name !== DRY_SOURCE) return true;
    return !droughts.some(({ from, until }) => createdAt >= from && createdAt < (until ?? Infinity));
  }

  function catchUp(): void {
    const now = clock.now().getTime();
    if (livedUntil === null || now <= livedUntil) return;
    const since = livedUntil;
    livedUntil = now;
    const news = newsroom.newsOf(moments.between(since, now), since, now, isBorn);
    if (news === null) return;
    plantInHubspot(hubspot, news, ownerId);
    plantInSalesforce(salesforce, news, firsts);
  }

  const timer = setInterval(catchUp, LOOK_EVERY_MS).unref();
  const stopListening = clock.onMove(catchUp);
  return {
    isDry: () => droughts.at(-1)?.until === null,
    setDry(dry) {
      catchUp();
      const now = clock.now().getTime();
      const over = droughts.map((drought) => ({ ...drought, until: drought.until ?? now }));
      droughts = dry ? [...over, { from: now, until: null }] : over;
      for (const listener of listeners) listener();
    },
    droughts: () => droughts,
    restore: (kept) => void (droughts = kept),
    begin() {
      const now = clock.now().getTime();
      livedUntil = now;
      const known = pastAt(past, now, isBorn);
      plantCompanies(hubspot, past, ownerId);
      plantInHubspot(hubspot, known, ownerId);
      plantInSalesforce(salesforce, known, firsts);
    },
    catchUp,
    end() {
      livedUntil = null;
      hubspot.uproot();
      salesforce.uproot();
    },
    onDroughts(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      stopListening();
    },
  };
}
