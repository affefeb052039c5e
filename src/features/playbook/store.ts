// The playbook's versions: every text that was ever in force, by its hash.

export interface PlaybookVersionStore {
  /** The version of this text: the known one when the hash is known, else a new one. */
  store(text: string, hash: string, now: Date): Promise<number>;
}
