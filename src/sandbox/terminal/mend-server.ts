// Mends a server from the prompt, whatever was wrong with it.
import type { Sandbox } from '../start-sandbox.ts';
import type { Server } from './parse-command.ts';

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
