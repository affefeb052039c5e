// A running sandbox workspace, as whoever started it holds it.
import type { Subscriptions } from './delivery/subscriptions.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './web-api/rate-limits.ts';
import type { Workspace } from './workspace.ts';
import type { SavedSlack } from './world/saved-world.ts';
import type { SlackPut } from './world/touched.ts';

export interface SlackSandbox {
  /** Without a slash at the end. */
  readonly url: string;
  /** For SLACK_API_URL: with a slash at the end. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly rateLimits: Pick<RateLimits, 'mode' | 'set'>;
  readonly subscriptions: Pick<Subscriptions, 'status' | 'set' | 'enable'>;
  /** Undefined until it is set. */
  readonly requestUrl: () => string | undefined;
  /** Where the app takes signed requests from now on. */
  readonly setRequestUrl: (url: string) => void;
  /** Sends the `url_verification` challenge; true if the app answered it. */
  readonly verifyRequestUrl: () => Promise<boolean>;
  readonly socketConnections: () => number;
  /** Asks so many connections to come back, the oldest ones first; all unless told. */
  readonly refreshSockets: (connections?: number) => void;
  /** Resolves when no delivery is under way, redeliveries included. */
  readonly idle: () => Promise<void>;
  /** The workspace as plain data; shares its parts with the workspace, so whoever keeps it copies it at once. */
  readonly save: () => SavedSlack;
  /** Puts what was saved in the place of what is there. Announces nothing. */
  readonly restore: (saved: SavedSlack) => void;
  /** Calls back with what each change left behind, after the change; answers how to stop it. */
  readonly onTouch: (listener: (put: SlackPut) => void) => () => void;
  /** Puts into the workspace what changed after it was saved. Announces nothing. */
  readonly putBack: (puts: readonly SlackPut[]) => void;
  readonly close: () => Promise<void>;
}
