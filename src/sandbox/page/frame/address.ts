// What of the page stands in its address: whose pane, which conversation, what beside it, which tab. Pure.

const TABS = ['slack', 'hubspot', 'salesforce', 'happenings', 'gallery'] as const;

export type Tab = (typeof TABS)[number];

/** Where a pane is. */
export interface PaneAddress {
  /** A channel's name or id, or one of the three below; null: where everybody begins. */
  readonly channel: string | null;
  /** `ts` of the parent of the open thread. */
  readonly thread: string | null;
  /** `ts` of the message that a link points to. */
  readonly message: string | null;
}

export interface Address {
  readonly tab: Tab;
  readonly as: string;
  readonly pane: PaneAddress;
  /** The persona beside, and where they are; null: one pane. */
  readonly with: string | null;
  readonly beside: PaneAddress;
}

/** `channel` of the app's own two tabs. No channel can be called so. */
export const APP_MESSAGES = '@app';
export const APP_HOME = '@home';
/** The list of channels, which a narrow pane shows instead of a conversation. */
export const CHANNEL_LIST = '@list';

const FIRST_PERSONA = 'ana';
const PARAMS = ['channel', 'thread', 'message'] as const;
/** What a tab keeps in the address for itself and no other tab understands. */
const OF_TABS = ['object', 'id'];

export function readAddress(search: string): Address {
  const params = new URLSearchParams(search);
  const tab = TABS.find((each) => each === params.get('tab')) ?? 'slack';
  const pane = readPane(params, '');
  const beside = readPane(params, 'with-');
  return {
    tab,
    as: params.get('as') || FIRST_PERSONA,
    pane,
    with: params.get('with') || null,
    // Whoever is opened beside looks at the same channel until they go elsewhere.
    beside: { ...beside, channel: beside.channel ?? pane.channel },
  };
}

/** The address with some of it changed; what this module does not know stays, unless the tab changes. */
export function writeAddress(search: string, change: Partial<Address>): string {
  const params = new URLSearchParams(search);
  const before = readAddress(search);
  if (change.tab !== undefined && change.tab !== before.tab) for (const name of OF_TABS) params.delete(name);
  const next = { ...before, ...change };
  put(params, 'as', next.as);
  writePane(params, '', next.pane);
  put(params, 'with', next.with);
  writePane(params, 'with-', next.with === null ? NOWHERE : next.beside);
  put(params, 'tab', next.tab === 'slack' ? null : next.tab);
  const written = params.toString().replaceAll('%40', '@');
  return written === '' ? '/' : `/?${written}`;
}

export const NOWHERE: PaneAddress = { channel: null, thread: null, message: null };

function readPane(params: URLSearchParams, prefix: string): PaneAddress {
  const [channel = null, thread = null, message = null] = PARAMS.map((name) => params.get(prefix + name) || null);
  return { channel, thread, message };
}

function writePane(params: URLSearchParams, prefix: string, pane: PaneAddress): void {
  for (const name of PARAMS) put(params, prefix + name, pane[name]);
}

function put(params: URLSearchParams, name: string, value: string | null): void {
  if (value === null) params.delete(name);
  else params.set(name, value);
}
