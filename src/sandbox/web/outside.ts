// What the page's server is given of the sandbox: the servers, the app, and the world around them.
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { SandboxClock } from '../clock.ts';
import type { Happenings } from '../world/happenings/happenings.ts';
import type { LeadStream } from '../world/lead-stream.ts';
import type { Records } from '../world/records/records.ts';
import type { AppWatch } from '../app-watch.ts';
import type { TourState } from './protocol.ts';

interface TourWatch {
  state(): TourState;
  /** Calls back when a step was done; answers how to stop it. */
  onChange(listener: () => void): () => void;
}

export interface Outside {
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly clock: SandboxClock;
  readonly leads: LeadStream;
  readonly app: Pick<AppWatch, 'status' | 'url' | 'onChange'>;
  readonly records: Records;
  readonly happenings: Happenings;
  readonly tour: TourWatch;
  /** Calls back when all that there was is gone and begins anew; answers how to stop it. */
  onStartOver(listener: () => void): () => void;
}
