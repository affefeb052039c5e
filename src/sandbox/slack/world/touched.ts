// What a change of the workspace left behind, so that a process that is killed before it saves again loses nothing.
import type { Change } from './changes.ts';
import type { WireMessage } from './wire.ts';
import type { World } from './world.ts';

/** `value` undefined: it is gone. */
export type SlackPut =
  | { readonly map: string; readonly key: string; readonly value: unknown }
  | { readonly message: WireMessage; readonly gone: boolean };

export function touchedBy(world: World, change: Change): readonly SlackPut[] {
  const { views, modals, homes, notes, channels, users, reads, files, userGroups } = world;
  function put(map: keyof World, at: ReadonlyMap<string, unknown>, key: string): SlackPut {
    return { map, key, value: at.get(key) };
  }
  switch (change.kind) {
    case 'message_posted':
    case 'message_updated':
      return [{ message: change.message, gone: false }];
    case 'message_deleted':
      return [{ message: change.message, gone: true }];
    case 'note_shown':
    case 'note_replaced':
    case 'note_removed':
      return [put('notes', notes, change.note.ts)];
    case 'view_opened':
    case 'view_pushed':
    case 'view_updated':
    case 'view_closed':
    case 'home_published':
      return [
        put('views', views, change.view.id),
        put('modals', modals, change.user),
        put('homes', homes, change.user),
      ];
    case 'member_joined':
    case 'member_left':
    case 'conversation_changed':
      return [put('channels', channels, change.channel)];
    case 'conversation_read':
      return [put('reads', reads, `${change.user} ${change.channel}`)];
    case 'person_changed':
      return [put('users', users, change.user)];
    case 'group_changed':
      return [put('userGroups', userGroups, change.group)];
    case 'file_processed':
      return [put('files', files, change.file)];
  }
}

/** Puts it into a workspace that was saved before. Announces nothing. */
export function putBack(world: World, puts: readonly SlackPut[]): void {
  for (const each of puts) {
    if ('message' in each) putMessage(world, each.message, each.gone);
    else {
      const map: unknown = world[each.map as keyof World];
      if (!(map instanceof Map)) continue;
      if (each.value === undefined) map.delete(each.key);
      else map.set(each.key, each.value);
    }
  }
}

function putMessage(world: World, message: WireMessage, gone: boolean): void {
  const others = (world.messages.get(message.channel) ?? []).filter(({ ts }) => ts !== message.ts);
  const all = gone ? others : [...others, message].toSorted((a, b) => Number(a.ts) - Number(b.ts));
  world.messages.set(message.channel, all);
}
