// What Signalbox, the servers and the clock are doing, read from where each is known.
import type { Outside } from './outside.ts';
import type { WorldState } from './protocol.ts';

export function worldState({ clock, app, leads, happenings, tour }: Outside): WorldState {
  const now = clock.now();
  return {
    now: now.toISOString(),
    aheadMs: Math.max(0, now.getTime() - Date.now()),
    app: app.status(),
    appUrl: app.url(),
    leadsArrive: leads.running(),
    on: happenings.on(),
    tour: tour.state(),
  };
}
