// Where messages go.
import type { ChannelId } from '#kernel/ids.ts';

/** Channels that the playbook names, by id. A name is lower case and has no #. */
export interface ChannelStore {
  find(name: string): Promise<{ readonly channel: ChannelId | null; readonly trouble: string | null }>;
  keep(name: string, channel: ChannelId, now: Date): Promise<void>;
  /** False when the same is known already. */
  setTrouble(name: string, because: string, now: Date): Promise<boolean>;
  clearTrouble(name: string): Promise<void>;
}
