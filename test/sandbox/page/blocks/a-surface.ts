// A surface for tests: what is handed on is kept, in order.
import type { SeenConversation, SeenPerson } from '#sandbox/web/protocol.ts';
import type { Names, Surface } from '#sandbox/page/blocks/surface.ts';

export function aPerson(more: Partial<SeenPerson> = {}): SeenPerson {
  return {
    id: 'U0ANA',
    name: 'ana',
    realName: 'Ana Ruiz',
    role: 'enterprise rep',
    timezone: 'America/New_York',
    isBot: false,
    deleted: false,
    ...more,
  };
}

export function aConversation(more: Partial<SeenConversation> = {}): SeenConversation {
  return {
    id: 'C0ENT',
    name: 'enterprise-leads',
    kind: 'public',
    topic: '',
    archived: false,
    members: [],
    unread: 0,
    pings: 0,
    ...more,
  };
}

export const NAMES: Names = {
  people: [aPerson(), aPerson({ id: 'U0BO', name: 'bo', realName: 'Bo Lindqvist' })],
  conversations: [aConversation()],
  now: new Date('2026-11-18T12:00:00Z'),
  self: 'U0ANA',
  timezone: 'America/New_York',
};

export function aSurface(more: Partial<Surface> = {}): Surface {
  return {
    kind: 'message',
    names: NAMES,
    values: {},
    errors: {},
    busy: new Set(),
    press: () => {},
    enter: () => {},
    suggest: async () => [],
    ...more,
  };
}
