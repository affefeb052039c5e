// What Signalbox, the servers and the clock are doing, read from where each is known.
import type { Outside } from './outside.ts';
import type { WorldState } from './protocol.ts';

export function worldState({ clock, app, leads, happenings, tour }: Outside): WorldState {
  return {
    now: clock.now().toISOString(),
    aheadMs: clock.aheadMs(),
    app: app.status(),
    appUrl: app.url(),
    leadsArrive: leads.running(),
    on: happenings.on(),
    tour: tour.state(),
  };
}
