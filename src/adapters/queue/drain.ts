// Waits for what runs, but not for ever.

/** True when all of `running` settled within `deadlineMs`. */
export async function settledWithin(running: Iterable<Promise<unknown>>, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  const all = Promise.allSettled(running).then(() => true as const);
  try {
    return await Promise.race([all, late]);
  } finally {
    clearTimeout(timer);
  }
}
