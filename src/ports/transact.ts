// One unit of work: what is written through `tx` commits together or not at all. Never call a CRM or Slack inside.

/** `Tx` is the set of stores that the feature needs; the composition root hands in one that has them all. */
export type Transact<Tx> = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
