// What can change in the workspace, as told to transcripts and tests.
import type { PrivateNote, WireMessage, WireView } from './wire.ts';

export type ChangeInput =
  | { readonly kind: 'message_posted' | 'message_updated' | 'message_deleted'; readonly message: WireMessage }
  | { readonly kind: 'note_shown' | 'note_replaced' | 'note_removed'; readonly note: PrivateNote }
  | {
      readonly kind: 'view_opened' | 'view_pushed' | 'view_updated' | 'view_closed' | 'home_published';
      readonly user: string;
      readonly view: WireView;
    }
  | { readonly kind: 'member_joined' | 'member_left'; readonly user: string; readonly channel: string }
  | { readonly kind: 'conversation_read'; readonly user: string; readonly channel: string; readonly ts: string }
  /** Opened, archived or brought back. */
  | { readonly kind: 'conversation_changed'; readonly channel: string }
  | { readonly kind: 'person_changed'; readonly user: string }
  | { readonly kind: 'group_changed'; readonly group: string; readonly how: 'created' | 'updated' }
  | {
      readonly kind: 'group_changed';
      readonly group: string;
      readonly how: 'members';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'file_processed'; readonly file: string };

/** `seq` counts up from 1; `at` is the workspace's clock. */
export type Change = ChangeInput & { readonly seq: number; readonly at: string };
