// Who types a command or opens a form hears within three seconds, whatever the database does: the answer itself, or that
// it takes longer and is told as soon as it is there.
import { privately } from '#blockkit/replies.ts';
import type { Reply } from '#blockkit/replies.ts';

/** Within the three seconds in which people still look. */
const SAY_SO_AFTER_MS = 2500;

export const SLOW = 'The database is slow at the moment. What comes of this is told here as soon as it is there.';

type Respond = (reply: Reply) => Promise<unknown>;

/** For what was acknowledged already. What `work` throws passes unchanged. */
export function inTime<T>(respond: Respond, work: () => Promise<T>): Promise<T> {
  return sayingSo(respond, { text: SLOW, afterMs: SAY_SO_AFTER_MS }, work);
}

/** Tells the person privately when the work takes longer than `afterMs`. */
export async function sayingSo<T>(
  respond: Respond,
  { text, afterMs }: { readonly text: string; readonly afterMs: number },
  work: () => Promise<T>,
): Promise<T> {
  // Where even that cannot be told, the answer or its failure still can.
  const notice = setTimeout(() => void respond(privately({ text })).catch(() => undefined), afterMs);
  try {
    return await work();
  } finally {
    clearTimeout(notice);
  }
}
