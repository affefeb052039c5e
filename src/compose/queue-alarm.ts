// Tells ops when nothing can be done for a while because the database is away, full or read-only. Goes past the outbox,
// which is in that very database.
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { note } from '#features/answering/note.ts';
import { messageOf } from '#kernel/errors.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';

type Health = { readonly ok: true } | { readonly ok: false; readonly because: string };

export interface AlarmParts {
  /** Of the outbox: it says what keeps it from being worked on. */
  readonly health: () => Health;
  readonly messenger: Pick<Messenger, 'channelNamed' | 'post'>;
  readonly playbook: PlaybookInForce;
  readonly log: Log;
  /** Between two looks (default 15 s). */
  readonly everyMs?: number;
  /** Trouble that lasts shorter is no news (default a minute). */
  readonly patienceMs?: number;
}

export interface QueueAlarm {
  start(): void;
  stop(): void;
}

/** One message a trouble, however many replicas meet it within the same hour; and one when it is over. */
export function createQueueAlarm(parts: AlarmParts): QueueAlarm {
  const { health, everyMs = 15_000, patienceMs = MINUTE_MS } = parts;
  let since: number | null = null;
  let told = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const state = health();
    if (state.ok) {
      if (told) await tell('over', 'Signalbox works again: what waited goes out now.');
      since = null;
      told = false;
      return;
    }
    since ??= performance.now();
    if (told || performance.now() - since < patienceMs) return;
    told = await tell(
      'trouble',
      `Signalbox cannot work: ${state.because} Webhooks are sent away to come again, clicks are not recorded, and everything follows by itself when this is mended.`,
    );
  }

  async function tell(what: string, text: string): Promise<boolean> {
    try {
      const channel = await parts.messenger.channelNamed(parts.playbook().playbook.channels.ops);
      if (channel === null) return false;
      const hour = new Date().toISOString().slice(0, 13);
      await parts.messenger.post({ channel, message: note(text), key: `queue:${what}:${hour}`, repeat: true });
      return true;
    } catch (error) {
      parts.log.warn('ops could not be told of the database', { error: messageOf(error) });
      return false;
    }
  }

  return {
    start() {
      timer = setInterval(() => void look(), everyMs);
    },
    stop: () => clearInterval(timer),
  };
}
