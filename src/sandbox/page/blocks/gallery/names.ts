// People and channels that the gallery's samples speak of.
import type { SeenConversation, SeenPerson } from '#sandbox/web/protocol.ts';
import type { Names } from '../surface.ts';

function person(id: string, name: string, realName: string): SeenPerson {
  return { id, name, realName, role: 'rep', timezone: 'America/New_York', isBot: false, deleted: false };
}

function channel(id: string, name: string, kind: SeenConversation['kind'] = 'public'): SeenConversation {
  return { id, name, kind, topic: '', archived: false, members: [], unread: 0, pings: 0 };
}

export const GALLERY_NAMES: Names = {
  people: [person('U0ANA', 'ana', 'Ana Ruiz'), person('U0BO', 'bo', 'Bo Lindqvist'), person('U0CY', 'cy', 'Cy Okafor')],
  conversations: [
    channel('C0ENT', 'enterprise-leads'),
    channel('C0SMB', 'smb-leads'),
    channel('D0BOT', 'Signalbox', 'im'),
  ],
  now: new Date('2026-11-18T12:00:00Z'),
  self: 'U0ANA',
  timezone: 'America/New_York',
};
