// The world outside the workspace in the browser: the CRMs' records, the clock, the app, and what can be made to happen.
import type { ReadonlySignal } from '@preact/signals';
import type {
  CrmHistory,
  CrmLink,
  CrmName,
  CrmOverview,
  CrmRow,
  Happening,
  HappeningDone,
  WorldState,
} from '#sandbox/web/protocol.ts';
import type { Link } from './pane.ts';

/** A change as it came in; `at` is the browser's `performance.now()`, for flashing. */
export interface RecordChange {
  readonly row: CrmRow;
  readonly what: 'created' | 'updated' | 'deleted' | 'merged';
  readonly changed: readonly string[];
  readonly by: string;
  readonly at: number;
}

export interface OutsideWorld {
  readonly link: ReadonlySignal<Link>;
  /** Null until the first overview. */
  readonly state: ReadonlySignal<WorldState | null>;
  readonly happenings: ReadonlySignal<readonly Happening[]>;
  readonly crms: ReadonlySignal<readonly CrmOverview[]>;
  /** Records of one kind, newest change first; null while they are being fetched. */
  records(crm: CrmName, object: string): ReadonlySignal<readonly CrmRow[] | null>;
  /** The last changes, newest first. */
  readonly changes: ReadonlySignal<readonly RecordChange[]>;
  history(crm: CrmName, object: string, id: string): Promise<readonly CrmHistory[]>;
  /** What the record is tied to: a contact's company and deals. */
  links(crm: CrmName, object: string, id: string): Promise<readonly CrmLink[]>;
  /** As the named colleague would by hand in the CRM. Rejects with an Error whose message is for people. */
  edit(
    crm: CrmName,
    object: string,
    id: string,
    values: Readonly<Record<string, string | null>>,
    as: string,
  ): Promise<void>;
  /** Presses a button or turns a switch of the world. Rejects with an Error whose message is for people. */
  make(happening: string, input?: Readonly<Record<string, unknown>>): Promise<HappeningDone>;
  close(): void;
}
