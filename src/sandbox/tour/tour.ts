// The guided tour as it stands: follows what happens in the servers, so that a step is ticked off wherever it was done.
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { TourState } from '../web/protocol.ts';
import { NOTHING_YET, follow } from './progress.ts';
import type { Progress } from './progress.ts';
import type { RecordKey, Sighting } from './sightings.ts';
import { watchCrms } from './watch-crms.ts';
import { watchSlack } from './watch-slack.ts';

export type SavedTour = Progress;

export interface Tour {
  state(): TourState;
  /** Calls back when a step is done for the first time; answers how to stop it. */
  onChange(listener: (state: TourState) => void): () => void;
  save(): SavedTour;
  restore(saved: SavedTour): void;
  close(): void;
}

export interface TourDeps {
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
}

export function createTour({ slack, hubspot, salesforce }: TourDeps): Tour {
  const listeners = new Set<(state: TourState) => void>();
  let progress = NOTHING_YET;

  function onSight(seen: Sighting): void {
    const { done } = progress;
    progress = follow(progress, seen);
    if (progress.done.length === done.length) return;
    for (const listener of listeners) listener({ done: progress.done });
  }

  /** While anything is armed against whoever calls it. */
  function isUnreachable(record: RecordKey): boolean {
    return record.startsWith('hubspot:') ? hubspot.pendingFaults() > 0 : salesforce.faults.armed().length > 0;
  }

  const deps = { slack, hubspot, salesforce, isUnreachable, onSight };
  const stops = [watchSlack(deps), watchCrms(deps)];
  return {
    state: () => ({ done: progress.done }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    save: () => progress,
    restore: (saved) => void (progress = saved),
    close() {
      for (const stop of stops) stop();
    },
  };
}
