// People, conversations and messages as a pane gets them, for tests of the client.
import type { SeenConversation, SeenMessage, SeenPerson, Snapshot } from '#sandbox/web/protocol.ts';
import type { Names } from '#sandbox/page/blocks/surface.ts';
import type { Loaded } from '#sandbox/page/live/pane.ts';

export const ANA: SeenPerson = aPerson({ id: 'U1', name: 'ana', realName: 'Ana Ruiz', role: 'enterprise rep' });
export const BO: SeenPerson = aPerson({ id: 'U2', name: 'bo', realName: 'Bo Lindqvist', role: 'enterprise rep' });
export const APP: SeenPerson = aPerson({ id: 'U9', name: 'signalbox', realName: 'Signalbox', isBot: true });

export const LEADS: SeenConversation = aConversation({ id: 'C1', name: 'enterprise-leads' });
export const GENERAL: SeenConversation = aConversation({ id: 'C2', name: 'general', topic: 'Company-wide' });
export const DIRECT: SeenConversation = aConversation({ id: 'D1', name: 'Signalbox', kind: 'im' });

export const NAMES: Names = {
  people: [ANA, BO, APP],
  conversations: [LEADS, GENERAL, DIRECT],
  now: new Date('2026-11-22T12:00:00Z'),
  self: ANA.id,
  timezone: 'Europe/Berlin',
};

export function aPerson(person: Partial<SeenPerson>): SeenPerson {
  const nobody = { id: 'U0', name: 'nobody', realName: 'No Body', role: '', isBot: false, deleted: false };
  return { ...nobody, timezone: 'Europe/Berlin', ...person };
}

function aConversation(conversation: Partial<SeenConversation>): SeenConversation {
  const empty = { topic: '', archived: false, members: [], unread: 0, pings: 0 };
  return { id: 'C0', name: 'channel', kind: 'public', ...empty, ...conversation };
}

/** `at`: seconds of its `ts`. */
export function aMessage(at: number, message: Partial<SeenMessage> = {}): SeenMessage {
  const ts = tsAt(at);
  return { type: 'message', ts, channel: LEADS.id, team: 'T1', user: BO.id, text: `said at ${at}`, ...message };
}

export function tsAt(seconds: number): string {
  return `${1_795_000_000 + seconds}.000000`;
}

export function aLoaded(loaded: Partial<Loaded> = {}): Loaded {
  return { messages: [], notes: [], more: false, ...loaded };
}

export function aSnapshot(snapshot: Partial<Snapshot> = {}): Snapshot {
  return {
    as: ANA,
    team: 'Acme',
    bot: APP.id,
    people: [ANA, BO, APP],
    conversations: [LEADS, DIRECT],
    others: [GENERAL],
    commands: [],
    shortcuts: [],
    appTabs: { home: true, messages: true, messagesReadOnly: true },
    modals: [],
    home: null,
    chosen: {},
    ...snapshot,
  };
}
