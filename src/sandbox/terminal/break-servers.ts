// Breaks and mends a server from the prompt: every call of the app is answered with 503 until it is mended.
import type { Sandbox } from '../start-sandbox.ts';
import type { Server } from './parse-command.ts';

/** More calls than anybody makes before they mend it. */
const ALL_CALLS = 1_000_000_000;

export function breakServer({ slack, hubspot, salesforce }: Sandbox, server: Server): void {
  switch (server) {
    case 'slack':
      return void slack.faults.next({ method: '*', kind: 'status', status: 503, times: ALL_CALLS });
    case 'hubspot':
      return void hubspot.fault({ kind: 'status', status: 503, times: ALL_CALLS });
    case 'salesforce':
      return void salesforce.faults.inject({ kind: 'status', status: 503 });
  }
}

/** Takes every armed fault away, also those that came over a control API. */
export function mendServer({ slack, hubspot, salesforce }: Sandbox, server: Server): void {
  switch (server) {
    case 'slack':
      return slack.faults.clear();
    case 'hubspot':
      return hubspot.clearFaults();
    case 'salesforce':
      return salesforce.faults.clear();
  }
}
